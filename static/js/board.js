// The board of a planning session: notes, the proposals they lie under, and their order. Every change is sent under a
// key of its own, kept until the server has it, and sent again after a dropped connection or a closed laptop; the
// server answers with what changed. Without this script each form is a plain form.
import { isModalOpen } from "./dialogs.js";

const RETRY = 2000;
// Milliseconds: an answer that takes longer comes from a busy server; nobody rests longer than this.
const BUSY = 100;
const LONGEST_REST = 3000;
const NEW = "new";
const LOOSE = "";

const boardOf = (element) => element.closest("[data-board]");
const theBoard = () => document.querySelector("[data-board]");
const notes = (board) => [...board.querySelectorAll("[data-note]")];
const noteOf = (board, id) => board.querySelector(`[data-note="${CSS.escape(id)}"]`);
const columnOf = (board, id) => board.querySelector(`[data-column="${CSS.escape(id)}"]`);
const words = (element) => element.querySelector("[data-note-text], [data-column-title]").textContent;
const canWrite = (board) => board.dataset.level !== "wall";

function say(board, text) {
  const line = board.querySelector("[data-board-says]");
  if (line) line.textContent = text;
}

// What is not at the server yet -------------------------------------------------------------------------------------

const storeKey = (board) => `board:${board.dataset.at}`;

function pending(board) {
  try {
    return JSON.parse(localStorage.getItem(storeKey(board))) ?? [];
  } catch {
    return [];
  }
}

function keep(board, list) {
  try {
    if (list.length) localStorage.setItem(storeKey(board), JSON.stringify(list));
    else localStorage.removeItem(storeKey(board));
  } catch { /* a private window keeps nothing; what is sent is sent */ }
  memory.set(storeKey(board), list);
  const kept = board.querySelector("[data-board-kept]");
  if (kept) kept.hidden = !list.length;
}

const memory = new Map();
const waiting = (board) => memory.get(storeKey(board)) ?? pending(board);

let sending = false;
let again = 0;

function send(board, path, fields) {
  keep(board, [...waiting(board), { path, fields }]);
  flush();
}

async function flush() {
  const board = theBoard();
  if (sending || !board || !waiting(board).length) return;
  sending = true;
  clearTimeout(again);
  try {
    while (board.isConnected && waiting(board).length) {
      const [first] = waiting(board);
      const body = new URLSearchParams(first.fields);
      body.set("since", board.dataset.revision);
      body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      const response = await fetch(board.dataset.at + first.path, { method: "POST", body, headers: { Accept: "application/json" } });
      if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
      const told = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
      // Others may have been added while this one was under way.
      keep(board, waiting(board).slice(1));
      if (response.ok && told) follow(board, first.path, told);
      if (told === null) {
        giveBack(board, first);
        say(board, "This session is not open to you any more. Load the page again.");
        continue;
      }
      if (response.status === 422) giveBack(board, first);
      apply(board, told);
      if (told.says) say(board, told.says);
    }
  } catch {
    say(board, "No connection. What you did is kept here and sent as soon as there is one.");
    again = setTimeout(flush, RETRY);
  }
  sending = false;
  if (theBoard() && theBoard() !== board) flush();
}

// What one person moved twice before the first answer came follows the first move, and is not refused because of it.
function follow(board, path, told) {
  const moved = [...told.notes, ...told.proposals].find((each) => path.includes(each.id));
  if (!moved) return;
  keep(board, waiting(board).map((each) => each.path === path && each.fields.version ? { path, fields: { ...each.fields, version: moved.version } } : each));
}

// A note that was refused goes back to where it was typed, unless something else stands there by now.
function giveBack(board, sent) {
  const box = board.querySelector("[data-note-draft]");
  if (sent.path === "notes/" && box && !box.value) box.value = sent.fields.text;
}

// What the server says ------------------------------------------------------------------------------------------------

// Many who watch one board ask at one moment. Who waited long for the last answer leaves the server a rest, and comes
// back at a moment of their own: what happened meanwhile is told together.
let asking = false;
let askAgain = false;
let asksAt = 0;
let took = 0;
let rests = 0;

async function fetchChanges(board) {
  if (sending) return;
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  const begun = performance.now();
  try {
    const response = await fetch(`${board.dataset.at}board/?since=${board.dataset.revision}`);
    if (response.ok) apply(board, await response.json());
  } catch { /* the stream says when it is back */ }
  took = performance.now() - begun;
  rests = took > BUSY ? performance.now() + 3 * took : 0;
  asking = false;
  if (askAgain) hearsOfChanges();
  askAgain = false;
}

function hearsOfChanges() {
  if (asksAt) return;
  const wait = took > BUSY ? Math.max(0, rests - performance.now()) + Math.random() * took : 0;
  asksAt = setTimeout(() => {
    asksAt = 0;
    const board = theBoard();
    if (board) fetchChanges(board);
  }, Math.min(wait, LONGEST_REST));
}

function apply(board, told) {
  if (Number(board.dataset.revision) > told.revision) return;
  if (board.dataset.shown !== (told.shown ? "1" : "")) {
    // What may be seen has changed: the page is drawn anew as a whole.
    window.htmx?.trigger("#work", "live");
    return;
  }
  const focused = document.activeElement?.closest("[data-note], [data-rank], [data-column]");
  const asked = board.dataset.kind === "question";
  for (const each of told.proposals) drawProposal(board, each);
  for (const each of told.notes) if ((each.kind === "question") === asked) drawNote(board, each);
  board.dataset.revision = told.revision;
  const count = board.querySelector("[data-board-count]");
  if (count) count.textContent = told.ideas;
  for (const list of board.querySelectorAll("[data-notes]")) {
    const empty = list.parentElement.querySelector(":scope > [data-empty]");
    if (empty) empty.hidden = list.children.length > 0;
  }
  number(board);
  if (focused?.isConnected && !focused.contains(document.activeElement)) focused.querySelector("button, a")?.focus();
}

function into(list, element, place) {
  const follower = [...list.children].find((other) => other !== element && Number(other.dataset.place) > place);
  if (element.parentElement === list && (element.nextElementSibling ?? undefined) === follower) return;
  list.insertBefore(element, follower ?? null);
}

function drawNote(board, note) {
  let element = noteOf(board, note.id);
  const column = columnOf(board, note.under) ?? columnOf(board, LOOSE);
  if (note.gone || !column) return void element?.remove();
  if (!element) {
    const blank = board.querySelector("[data-note-template]").content.firstElementChild;
    element = blank.cloneNode(true);
    element.dataset.note = note.id;
    for (const form of element.querySelectorAll("form")) swapId(form, "action", blank.dataset.note, note.id);
    const key = element.querySelector("[data-note-key]");
    if (key) key.value = note.id;
  }
  element.dataset.version = note.version;
  element.dataset.place = note.place;
  element.classList.toggle("is-mine", note.mine);
  element.classList.toggle("is-carried", note.carried);
  element.querySelector("[data-note-text]").textContent = note.text;
  const from = element.querySelector("[data-note-from]");
  if (from) from.textContent = note.mine ? "Yours" : note.carried ? "A request put off to this planning" : "";
  const gone = element.querySelector("[data-note-gone]");
  if (gone) gone.hidden = !note.mine;
  const answer = element.querySelector("[data-note-answer]");
  if (answer) {
    answer.textContent = note.answer;
    answer.hidden = !note.answer;
  }
  into(column.querySelector("[data-notes]"), element, note.place);
  window.htmx?.process(element);
}

function drawProposal(board, proposal) {
  const settled = board.querySelector(`[data-rank="${CSS.escape(proposal.id)}"]`);
  if (settled) {
    if (proposal.gone) return void settled.remove();
    settled.dataset.version = proposal.version;
    settled.dataset.place = proposal.place;
    settled.querySelector("[data-column-title]").textContent = proposal.title;
    into(settled.parentElement, settled, proposal.place);
    return;
  }
  const list = board.querySelector("[data-columns]");
  if (!list) return;
  let column = columnOf(board, proposal.id);
  if (proposal.gone) {
    // Notes that are not told yet to have left stay on the board.
    if (column) for (const note of column.querySelectorAll("[data-note]")) columnOf(board, LOOSE).querySelector("[data-notes]").append(note);
    return void column?.remove();
  }
  if (!column) {
    const blank = board.querySelector("[data-column-template]").content.firstElementChild;
    column = blank.cloneNode(true);
    const edit = column.querySelector("[data-column-edit]");
    if (edit) for (const name of ["href", "hx-get"]) swapId(edit, name, blank.dataset.column, proposal.id);
    column.dataset.column = proposal.id;
  }
  column.dataset.version = proposal.version;
  column.dataset.place = proposal.place;
  column.querySelector("[data-column-title]").textContent = proposal.title;
  into(list, column, proposal.place);
  window.htmx?.process(column);
}

function swapId(element, name, old, id) {
  element.setAttribute(name, element.getAttribute(name).replace(old, id));
}

// Moving --------------------------------------------------------------------------------------------------------------

function move(board, note, to, before = "") {
  const from = note.closest("[data-column]").dataset.column;
  if (to === from && !before) return;
  const name = to === NEW ? "a proposal of its own" : to === LOOSE ? "the loose notes" : words(columnOf(board, to));
  send(board, `notes/${note.dataset.note}/move/`, { key: crypto.randomUUID(), to, before, version: note.dataset.version });
  say(board, `“${words(note)}” goes to ${name}.`);
}

function gather(board, first, second) {
  const both = [first, second].flatMap((each) => [["note", each.dataset.note], ["version", each.dataset.version]]);
  send(board, "gather/", [["key", crypto.randomUUID()], ...both]);
  say(board, `“${words(second)}” and “${words(first)}” are one proposal.`);
}

let moving = null;

function askWhere(board, note) {
  const dialog = document.getElementById("move-note");
  const targets = dialog.querySelector("[data-targets]");
  const own = note.closest("[data-column]").dataset.column;
  const choices = [...board.querySelectorAll("[data-columns] > [data-column]")].map((column) => [column.dataset.column, words(column)]);
  choices.push([NEW, "A proposal of its own"]);
  choices.push([LOOSE, "Not gathered yet"]);
  targets.replaceChildren(...choices.filter(([id]) => id !== own).map(([id, label]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn", textContent: label, dir: "auto" });
    button.dataset.target = id;
    return button;
  }));
  dialog.querySelector("[data-moving]").textContent = words(note);
  moving = note;
  dialog.showModal();
  targets.querySelector("button")?.focus();
}

// The order: by its buttons, or by the grip. In a form nothing is sent before the form is; once settled each move is.

const ranks = (list) => [...list.querySelectorAll(":scope > [data-rank]")];

function number(scope) {
  for (const list of scope.querySelectorAll("[data-ranking], [data-settled]")) {
    ranks(list).forEach((row, at) => {
      row.querySelector(".rank-number").textContent = at + 1;
      for (const [name, edge] of [["[data-up]", 0], ["[data-down]", ranks(list).length - 1]]) row.querySelector(name)?.setAttribute("aria-disabled", at === edge ? "true" : "false");
    });
  }
}

function ranked(list, row) {
  const at = ranks(list).indexOf(row);
  number(list.parentElement);
  const told = `“${row.querySelector(".rank-words").textContent}” is number ${at + 1} of ${ranks(list).length}.`;
  const board = boardOf(list);
  if (list.matches("[data-settled]")) {
    send(board, `proposals/${row.dataset.rank}/move/`, { key: crypto.randomUUID(), before: row.nextElementSibling?.dataset.rank ?? "", version: row.dataset.version });
    say(board, told);
  } else {
    list.closest("form").querySelector("[data-ranking-says]").textContent = told;
  }
}

document.addEventListener("click", (event) => {
  const press = event.target.closest("[data-up], [data-down], [data-note-move], [data-target]");
  if (!press) return;
  if (press.matches("[data-note-move]")) return askWhere(boardOf(press), press.closest("[data-note]"));
  if (press.matches("[data-target]")) {
    document.getElementById("move-note").close();
    const board = theBoard();
    if (moving?.isConnected) {
      move(board, moving, press.dataset.target);
      moving.querySelector("[data-note-move]")?.focus();
    }
    return;
  }
  event.preventDefault();
  const row = press.closest("[data-rank]");
  const list = row.parentElement;
  if (press.getAttribute("aria-disabled") === "true") return;
  if (press.matches("[data-up]")) list.insertBefore(row, row.previousElementSibling);
  else list.insertBefore(row, row.nextElementSibling.nextElementSibling);
  ranked(list, row);
  press.focus();
});

// Dragging: a note by its body with a mouse, an order by its grip on any screen ------------------------------------------

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || dragged) return;
  const grip = event.target.closest("[data-grip]");
  if (grip) {
    const row = grip.closest("[data-rank]");
    dragged = { row, list: row.parentElement, next: row.nextElementSibling, id: event.pointerId };
    row.classList.add("is-dragged");
    grip.setPointerCapture(event.pointerId);
    return event.preventDefault();
  }
  const note = event.target.closest("[data-note]");
  const board = note && boardOf(note);
  if (!board || event.pointerType !== "mouse" || event.target.closest("button, a, form, textarea, summary") || !note.querySelector("[data-note-move]")) return;
  dragged = { note, board, id: event.pointerId, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!dragged || event.pointerId !== dragged.id) return;
  if (dragged.row) {
    for (const other of ranks(dragged.list)) {
      if (other === dragged.row) continue;
      const box = other.getBoundingClientRect();
      if (event.clientY < box.top || event.clientY > box.bottom) continue;
      const place = event.clientY > box.top + box.height / 2 ? other.nextElementSibling : other;
      if (place !== dragged.row) dragged.list.insertBefore(dragged.row, place);
      break;
    }
    return;
  }
  const { note, x, y } = dragged;
  const [dx, dy] = [event.clientX - x, event.clientY - y];
  if (!dragged.moves && Math.hypot(dx, dy) < 5) return;
  if (!dragged.moves) {
    dragged.moves = true;
    note.classList.add("is-dragged");
    getSelection()?.removeAllRanges();
  }
  event.preventDefault();
  note.style.translate = `${dx}px ${dy}px`;
  mark(under(event));
});

function under(event) {
  const hit = document.elementsFromPoint(event.clientX, event.clientY).find((each) => !dragged.note.contains(each));
  return hit?.closest("[data-note]") ?? hit?.closest("[data-column]") ?? null;
}

function mark(target) {
  for (const each of dragged.board.querySelectorAll(".is-target")) if (each !== target) each.classList.remove("is-target");
  if (target && target !== dragged.note) target.classList.add("is-target");
}

function drop(event, stored) {
  if (!dragged || event.pointerId !== dragged.id) return;
  const { row, list, next, note, board, moves } = dragged;
  if (row) {
    dragged = null;
    row.classList.remove("is-dragged");
    if (!stored) list.insertBefore(row, next);
    else if (row.nextElementSibling !== next) ranked(list, row);
    return;
  }
  const target = moves && stored ? under(event) : null;
  mark(null);
  note.classList.remove("is-dragged");
  note.style.translate = "";
  dragged = null;
  if (!target || !board.contains(target)) return;
  const column = target.closest("[data-column]").dataset.column;
  if (target.matches("[data-note]") && column === LOOSE) gather(board, target, note);
  else if (target.matches("[data-note]")) move(board, note, column, target.dataset.note);
  else move(board, note, column);
}

document.addEventListener("pointerup", (event) => drop(event, true));
document.addEventListener("pointercancel", (event) => drop(event, false));
document.addEventListener("selectstart", (event) => { if (dragged?.note) event.preventDefault(); });

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && dragged) return drop({ pointerId: dragged.id }, false);
  const board = theBoard();
  if (!board || isModalOpen() || event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
  const form = board.querySelector("[data-undo]");
  if (!form) return;
  event.preventDefault();
  send(board, "undo/", {});
});

// Writing ------------------------------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  const board = form.closest?.("[data-board]");
  if (!board || !canWrite(board)) return;
  if (form.matches("[data-note-form]")) {
    event.preventDefault();
    const box = form.querySelector("[data-note-draft]");
    if (!box.value.trim()) return;
    send(board, "notes/", { key: crypto.randomUUID(), text: box.value, kind: board.dataset.kind ?? "idea" });
    box.value = "";
    draft(board, "");
    box.focus();
    say(board, "It is on the board.");
  } else if (form.matches("[data-note-gone]")) {
    event.preventDefault();
    send(board, `notes/${form.closest("[data-note]").dataset.note}/gone/`, {});
  } else if (form.matches("[data-undo]")) {
    event.preventDefault();
    send(board, "undo/", {});
  } else if (form.matches("[data-gather]")) {
    event.preventDefault();
    send(board, "gather/", [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
    form.closest("li").remove();
  }
}, true);

// Enter writes the note, Shift and Enter a line.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-note-draft]") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

const draftKey = (board) => `draft:${board.dataset.at}${board.dataset.kind ?? "idea"}`;

function draft(board, text) {
  try {
    if (text) localStorage.setItem(draftKey(board), text);
    else localStorage.removeItem(draftKey(board));
  } catch { /* see keep */ }
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-note-draft]")) draft(boardOf(event.target), event.target.value);
});

// While the same is worked on, what somebody is choosing or writing is not drawn over by a page that asks by itself.
const isChanged = (field) => field.matches("[type=radio], [type=checkbox]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig, serverResponse } = event.detail;
  if (target.id !== "work" || requestConfig.verb !== "get") return;
  const stands = target.querySelector("[data-work]")?.dataset.work;
  const isUnsent = [...target.querySelectorAll("form textarea:not([data-note-draft]), form input:not([type=hidden])")].some(isChanged);
  if (isUnsent && serverResponse.includes(`data-work="${stands}"`)) event.detail.shouldSwap = false;
});

// Boards come and go with the stages.
let known = null;

function arrive() {
  const board = theBoard();
  number(document);
  if (!board || board === known) return;
  known = board;
  const box = board.querySelector("[data-note-draft]");
  try {
    if (box && !box.value) box.value = localStorage.getItem(draftKey(board)) ?? "";
  } catch { /* see keep */ }
  keep(board, waiting(board));
  flush();
  fetchChanges(board);
}

document.addEventListener("htmx:load", arrive);
document.addEventListener("live", (event) => {
  const board = theBoard();
  if (board && event.target.matches?.("[data-board-live]")) hearsOfChanges();
});
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => { if (!document.hidden && theBoard()) fetchChanges(theBoard()); });
arrive();
