"""The words people write in headers and cells: English, German, French, Spanish, a little Italian and Dutch.

Each choice lists what also means it, the plainest word first: it wins where two headers offer the same field.
"""

from __future__ import annotations

from collections.abc import Mapping


def listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip().casefold() for word in words.split(","))


HEADERS: Mapping[str, str] = {
    "name": """
        name, label, full name, fullname, stakeholder, stakeholder name, person, person name, contact, contact
        name, display name, employee, employee name, node, node name, nodename, who, voller name,
        vollständiger name, ansprechpartner, kontakt, mitarbeiter, nom complet, nom et prénom, prénom et
        nom, nom, contact principal, nombre completo, nombre y apellidos, nombre, contacto, nome, nome
        completo, nome e cognome, naam, volledige naam, imię i nazwisko, namn, navn
    """,
    "first_name": """
        first name, firstname, given name, forename, vorname, rufname, prénom, prenom, nombre de pila, nome di
        battesimo, voornaam
    """,
    "last_name": """
        last name, lastname, surname, family name, familienname, nachname, zuname, nom de famille, apellido,
        apellidos, cognome, achternaam
    """,
    "email": """
        email, e mail, mail, email address, e mail address, mail address, work email, emailaddress, e
        mail adresse, mailadresse, email adresse, adresse e mail, adresse mail, courriel, adresse
        courriel, correo, correo electrónico, correo electronico, dirección de correo, email 1, primary
        email, posta elettronica, indirizzo email, e mailadres
    """,
    "job_title": """
        job title, jobtitle, title, job, role, function, position title, occupation, stelle,
        stellenbezeichnung, berufsbezeichnung, funktion, rolle, titel, fonction, poste, intitulé du
        poste, titre, rôle, cargo, puesto, título, rol, ruolo, qualifica, functie
    """,
    "department": """
        department, dept, division, team, unit, business unit, function area, org unit, organizational
        unit, area, abteilung, bereich, fachbereich, ressort, geschäftsbereich, département, departement,
        service, direction, division service, équipe, departamento, área, area funcional, equipo,
        dipartimento, reparto, afdeling, department name
    """,
    "kind": """
        kind, stakeholder kind, internal external, internal or external, intern extern, art, kategorie,
        category, catégorie, categoría, stakeholder category, type, element type, stakeholder type, typ, tipo
    """,
    "is_group": """
        is group, group, is a group, group or person, person or group, gruppe, ist gruppe, groupe, grupo
    """,
    "segment": """
        segment, investor type, stakeholder segment, type of investor, archetype, stakeholder role,
        investorentyp, segmento, investor segment
    """,
    "influence": """
        influence, power, influence score, power score, level of influence, influence level, influence 1
        5, clout, einfluss, macht, einflussgrad, pouvoir, niveau d influence, influencia, poder, nivel de
        influencia, influenza, potere, invloed, impact
    """,
    "interest": """
        interest, interest score, level of interest, interest level, interest 1 5, interesse, interessensgrad,
        betroffenheit, intérêt, interet, niveau d intérêt, interés, nivel de interés
    """,
    "position": """
        position, stance, attitude, support, support level, sentiment, disposition, haltung, einstellung,
        standpunkt, attitude actuelle, posture, actitud, postura, posición, posizione, atteggiamento, houding
    """,
    "engagement_now": """
        engagement now, engagement, current engagement, engagement current, engagement level, current
        engagement level, current state, current level, engagement aktuell, aktuelles engagement, engagement
        ist, ist engagement, engagement actuel, niveau d engagement actuel, compromiso actual, nivel actual,
        current, betrokkenheid nu
    """,
    "engagement_desired": """
        engagement desired, desired engagement, target engagement, engagement target, desired engagement
        level, desired state, desired level, target state, engagement gewünscht, gewünschtes engagement,
        engagement soll, soll engagement, ziel engagement, engagement souhaité, engagement cible, compromiso
        deseado, nivel deseado, desired, target
    """,
    "voice": "voice, vocal, vocality, vocal or quiet, stimme, voix, voz",
    "confidence": "confidence, certainty, sicherheit, confiance, confianza",
    "owner_email": """
        owner email, owner e mail, owner, relationship owner, account owner, responsible, contact owner,
        marketing owner, lead, verantwortlich, verantwortliche, verantwortlicher, betreuer, zuständig,
        responsable, responsable email, propietario, encargado, verantwoordelijke
    """,
    "reports_to": """
        reports to, reportsto, manager, manager name, manager email, supervisor, boss, line manager,
        vorgesetzter, vorgesetzte, berichtet an, chef, manager id, n 1, supérieur, supérieur
        hiérarchique, rattaché à, jefe, jefa, reporta a, superior, responsabile, leidinggevende
    """,
    "tags": """
        tags, tag, keywords, schlagworte, schlagwörter, stichworte, étiquettes, mots clés, etiquetas, palabras
        clave
    """,
    "notes": """
        notes, note, description, comment, comments, remarks, remark, bio, about, background, notizen, notiz,
        bemerkung, bemerkungen, beschreibung, kommentar, anmerkungen, remarques, commentaire, commentaires,
        notas, comentarios, descripción, observaciones, opmerkingen
    """,
    "external_id": """
        id, external id, externalid, uid, uuid, guid, key, employee id, personnel number, employee
        number, stakeholder id, person id, node id, crm id, contact id, _id, personalnummer,
        mitarbeiternummer, kennung, matricule, identifiant, identificador
    """,
    "assessed_on": """
        assessed on, assessment date, date assessed, date of assessment, as of, last assessed, date, bewertet
        am, bewertungsdatum, stand, datum, évalué le, date d évaluation, evaluado el, fecha de
        evaluación, fecha
    """,
    "why": """
        why, reason, rationale, because, justification, warum, begründung, grund, pourquoi, raison, por
        qué, razón, motivo
    """,
}

SEGMENTS: Mapping[str, str] = {
    "decision_maker": """
        decision maker, decision makers, decisionmaker, decider, approver, entscheider, entscheiderin,
        entscheidungsträger, décideur, décideuse, decisor, decisora, tomador de decisiones, decisore,
        beslisser
    """,
    "champion": """
        champions, advocate, ally, promoter, fürsprecher, fürsprecherin, befürworter, botschafter,
        ambassadeur, défenseur, campeón, defensor
    """,
    "influencer": """
        influencers, influential, beeinflusser, meinungsbildner, influenceur, influenceuse, influyente,
        prescriptor, influente
    """,
    "detractor": """
        detractors, blocker, opponent, critic, skeptic, sceptic, kritiker, gegner, bremser, détracteur,
        détractrice, opposant, detractora, opositor, detrattore
    """,
    "participant": """
        participants, doer, executor, implementer, contributor, teilnehmer, teilnehmerin, mitwirkender,
        beteiligter, umsetzer, exécutant, participante, ejecutor
    """,
}

KINDS: Mapping[str, str] = {
    "internal": """
        intern, internal stakeholder, employee, colleague, staff, mitarbeiter, kollege, interne, employé,
        interno, interna, empleado, intern team, internal team
    """,
    "customer": """
        customers, client, clients, customer group, kunde, kunden, kundin, kundengruppe, cliente, clientes,
        klant, consumer, buyer
    """,
    "partner": """
        partners, external partner, supplier, vendor, agency, reseller, partnerin, lieferant, dienstleister,
        agentur, partenaire, fournisseur, agence, socio, proveedor, agencia
    """,
}

ENGAGEMENTS: Mapping[str, str] = {
    "unaware": """
        not aware, uninformed, unwissend, nicht informiert, ahnungslos, ignorant, non informé, pas
        informé, no consciente, desinformado, inconsciente
    """,
    "resistant": """
        resisting, resistance, opposed, against, blocker, negative, ablehnend, widerständig, dagegen,
        résistant, réfractaire, opposé, resistente, reticente, en contra
    """,
    "neutral": """
        indifferent, undecided, neither, unentschieden, gleichgültig, neutre, indifférent, neutro,
        indiferente, neutraal
    """,
    "supportive": """
        supporting, support, supporter, in favour, in favor, positive, for, unterstützend, befürwortend,
        dafür, favorable, soutien, favorable au projet, de apoyo, apoya
    """,
    "leading": """
        lead, leader, driving, driver, actively engaged, führend, treibend, treiber, moteur, leader du
        projet, líder, liderando, lidera
    """,
}

VOICES: Mapping[str, str] = {
    "vocal": "loud, outspoken, laut, vernehmlich, bruyant, ruidoso",
    "quiet": "silent, disengaged, leise, still, discret, silencieux, callado",
}

CONFIDENCES: Mapping[str, str] = {
    "low": "niedrig, gering, faible, baja, bajo, unsure",
    "medium": "mittel, moyenne, moyen, media, medio",
    "high": "hoch, élevée, élevé, alta, alto, sure",
}

POSITIONS: Mapping[str, str] = {
    "-2": """
        opposed, opponent, strongly opposed, against, strongly against, blocker, hostile, very negative,
        gegner, ablehnend, dagegen, opposé, opposant, opuesto, en contra, contrario
    """,
    "-1": """
        sceptical, skeptical, sceptic, skeptic, doubtful, critical, negative, somewhat opposed, skeptisch,
        kritisch, zweifelnd, sceptique, réticent, escéptico, escéptica, reticente, scettico
    """,
    "0": """
        neutral, undecided, indifferent, neither, unentschieden, gleichgültig, neutre, indifférent, neutro,
        indiferente
    """,
    "1": """
        supportive, supporter, supporting, in favour, in favor, for, positive, unterstützend, positiv, dafür,
        favorable, soutien, partidario, a favor, favorevole
    """,
    "2": """
        advocate, champion, strongly supportive, strong supporter, very positive, promoter, fürsprecher,
        fürsprecherin, befürworter, défenseur, ambassadeur, promotor, defensor
    """,
}

LEVELS: Mapping[str, str] = {
    "1": """
        very low, lowest, minimal, sehr niedrig, sehr gering, très faible, muy bajo, muy baja, vl
    """,
    "2": "low, small, weak, niedrig, gering, faible, bajo, baja, basso, laag, l",
    "3": """
        medium, moderate, middle, mid, med, average, mittel, moyen, moyenne, medio, media, gemiddeld, m
    """,
    "4": """
        high, strong, large, big, hoch, groß, stark, élevé, élevée, fort, forte, alto, alta, hoog, h
    """,
    "5": """
        very high, highest, very strong, sehr hoch, sehr groß, très élevé, très fort, muy alto, muy alta, zeer
        hoog, vh
    """,
}

OTHERS: Mapping[str, str] = {
    "yes": """
        yes, y, true, 1, x, ja, j, wahr, oui, o, vrai, sí, s, verdadero, group, team, company, organisation,
        organization, committee, board, department, customer group, gruppe, firma, unternehmen, groupe,
        entreprise, grupo, empresa, institution, agency
    """,
    "no": """
        no, n, false, 0, nein, falsch, non, faux, falso, person, individual, people, human, einzelperson,
        personne, persona
    """,
    "unknown": """
        unknown, not known, n a, na, none, null, nil, tbd, tba, tbc, not assessed, unassessed, not set,
        unclear, dont know, don t know, unbekannt, k a, keine angabe, weiss nicht, inconnu, inconnue, nc,
        desconocido, desconocida, sin datos, sconosciuto, onbekend, undefined, nan
    """,
}

MONTHS: tuple[str, ...] = (
    "jan january januar janvier enero",
    "feb february februar fevrier febrero",
    "mar march marz mars marzo",
    "apr april avril abril",
    "may mai mayo",
    "jun june juni juin junio",
    "jul july juli juillet julio",
    "aug august aout agosto",
    "sep sept september septembre septiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember decembre diciembre",
)

# Headers with a special part in a table of connections, and in a table of people.
SPECIAL: Mapping[str, str] = {
    "from": """
        from, source, source id, source name, sender, ego, von, quelle, de, origen, desde, from name, from id,
        fromnodeid, from node, source node, person a
    """,
    "to": """
        to, target, target id, target name, receiver, alter, an, nach, ziel, à, a, vers, destino, hacia, to
        name, to id, tonodeid, to node, target node, person b
    """,
    "direction": "direction, richtung, dirección, sens, directionality",
    "key": """
        id, _id, external id, externalid, uid, uuid, guid, node id, nodeid, person id, stakeholder id, contact
        id, employee id, personalnummer
    """,
    "tags": "tags",
    "tie_type": """
        type, connection type, relationship, relationship type, relation, relation type, kind, tie, tie type,
        art, beziehung, typ, beziehungsart, type de relation, relación, tipo
    """,
    "tie_label": "label, bezeichnung, libellé, etiqueta, name",
    "tie_weight": """
        weight, strength, tie strength, connection strength, intensity, gewicht, stärke, poids, force, peso,
        fuerza, value
    """,
}

DIRECTION_WORDS: Mapping[str, str] = {
    "directed": "one way, oneway, forward, out, gerichtet, dirigé, dirigido, directional, arrow, true",
    "mutual": "both, both ways, bidirectional, two way, reciprocal, gegenseitig, beidseitig, mutuel, mutuo, reciproque",
    "undirected": "none, no direction, ungerichtet, non dirigé, no dirigido, false",
}

TIES: Mapping[str, str] = {
    "reports_to": """
        reports to, reportsto, reportto, reports, reporting, reporting line, boss, manager, supervisor, line
        manager, hierarchy, berichtet an, vorgesetzter, vorgesetzte, rapporte à, hiérarchie, reporta a, jefe,
        org chart
    """,
    "influences": """
        influence, influence on, influenced, has influence on, beeinflusst, einfluss, einfluss auf, influe
        sur, influye, influye en, sways, persuades
    """,
    "advises": """
        advice, advise, adviser, advisor, asks for advice, gives advice, consults, mentors, mentor, counsel,
        berät, rat, beratung, conseille, conseil, asesora, consejo, coaches
    """,
    "trusts": """
        trust, trusted, friend, friends, friendship, likes, ally, allies, allied with, vertraut, vertrauen,
        freundschaft, freund, befreundet, confiance, fait confiance à, ami, amitié, confía, confía en,
        confianza, amigo, amistad
    """,
    "conflict": """
        conflict with, in conflict, in conflict with, conflicts with, is in conflict with, rival, rivals,
        rivalry, opposes, dispute, tension, distrust, distrusts, konflikt, im konflikt mit, konflikt mit,
        rivalität, conflit, en conflit avec, conflicto, en conflicto con, rivalidad
    """,
    # From boss to report: the tie is turned round.
    "reports_to reversed": """
        manages, is boss of, boss of, manager of, supervises, supervisor of, leads, direct report, direct
        reports, führt, leitet, ist vorgesetzter von, dirige a, dirige, encadre, supervise
    """,
    "advises reversed": "advised by, is advised by, gets advice from, seeks advice from",
    "influences reversed": "influenced by, is influenced by",
    "trusts reversed": "trusted by, is trusted by",
}
