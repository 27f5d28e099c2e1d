"""Words of mails: German, complete in text alone, styled in the elements."""

from datetime import date

from learn.post import letters


def ready(name: str = "Ayşe Yılmaz", course: str = "Phishing & mehr", valid: date | None = None) -> letters.Letter:
    return letters.certificate_ready(name, course, "https://lernen.example/de/zertifikat/ABC/", valid, "de")


def test_text_says_everything() -> None:
    letter = ready(valid=date(2028, 11, 22))
    assert letter.subject == "Ihr Zertifikat ist da: Phishing & mehr"
    assert letter.text.startswith("Guten Tag Ayşe Yılmaz,\n")
    assert "https://lernen.example/de/zertifikat/ABC/" in letter.text
    assert "Es gilt bis zum 22. November 2028." in letter.text
    assert "Betreff" not in letter.text


def test_no_end_is_not_mentioned() -> None:
    assert "gilt bis" not in ready().text
    assert "gilt bis" not in ready().html


def test_html_is_styled_without_a_sheet_and_escaped() -> None:
    html = ready(name="<b>Zoë</b>").html
    assert '<html lang="de">' in html
    assert "&lt;b&gt;Zoë" in html
    assert "class=" not in html
    assert "<link" not in html
    assert 'style="color:#1b479f;display:inline-block;' in html
    assert "Phishing &amp; mehr" in html
    assert html.count("<p") == html.count("</p>")


def test_styles_of_tag_and_class_add_up() -> None:
    rules = {"a": "color:red", ".x": "margin:0"}
    assert letters.with_styles('<a class="x y" href="/?a=1&amp;b=2">&auml;<br></a>', rules) == (
        '<a href="/?a=1&amp;b=2" style="color:red;margin:0">&auml;<br></a>'
    )
