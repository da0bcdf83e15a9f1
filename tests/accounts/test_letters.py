"""One text becomes a plain and an HTML mail."""

from accounts.letters import Paragraph, letter, paragraphs


def test_paragraphs_know_codes_and_links():
    text = "Type this:\r\n\r\nABCD-EFGH\n\nor open\n\nhttps://coalition.example/x/\n\n\nBye."
    assert paragraphs(text) == [
        Paragraph("text", "Type this:"),
        Paragraph("code", "ABCD-EFGH"),
        Paragraph("text", "or open"),
        Paragraph("link", "https://coalition.example/x/"),
        Paragraph("text", "Bye."),
    ]


def test_names_in_a_mail_are_text_and_a_subject_is_one_line():
    message = letter(to="a@x.example", subject="Hello\nBcc: b@x.example", text="From <b>Eve</b>")
    assert message.subject == "Hello Bcc: b@x.example"
    assert message.body == "From <b>Eve</b>\n"
    assert "&lt;b&gt;Eve&lt;/b&gt;" in message.alternatives[0].content
    assert 'style="' not in message.alternatives[0].content
