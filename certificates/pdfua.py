"""What WeasyPrint's pdf/a-3a lacks for PDF/UA-1, put in before the file is written, and the check of the result."""

import functools
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

import page
import pydyf

from certificates import plaintext

Finisher = Callable[[Any, Any], None]
PROFILES = ("ua1", "3a")

UA_CLAIM = (
    b'<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
)
# PDF/A wants every property outside its own list described; pdfuaid is one.
EXTENSION = b"""<rdf:Description rdf:about=""
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class NotAccessible(ValueError):
    """A page that cannot become an accessible PDF."""


def finisher(spoken: Mapping[str, str]) -> Finisher:
    """A finisher for `write_pdf`. `spoken` gives the sentence a screen reader says for the address of a link."""

    def finish(document: Any, pdf: Any) -> None:
        ids: list[tuple[Any, Any]] = []
        for element in _structure(pdf):
            _mend_element(element, pdf, ids)
        for other in pdf.objects:
            _mend_image(other)
            _mend_link(other, spoken)
        plaintext.mend(document, pdf)
        _write_id_tree(pdf, ids)
        _write_claims(pdf)
        _end_streams_clearly(pdf)

    return finish


def written_with(spoken: Mapping[str, str]) -> dict[str, Any]:
    """The options of `write_pdf` that belong together. Streams are packed by the finisher, the cross-references stay
    a plain table: WeasyPrint's own packed ones could end in the byte that `_end_streams_clearly` is about."""
    return {"pdf_variant": "pdf/a-3a", "uncompressed_pdf": True, "finisher": finisher(spoken)}


def problems(data: bytes) -> list[str]:
    """The rules of PDF/UA-1 and PDF/A-3a that a file breaks; empty for a file fit to hand out."""
    found = []
    for profile in PROFILES:
        report = page.validate_pdf_bytes(data, profile=profile)
        if not report.is_compliant:
            found += [f"{profile}: {failure.rule_id}: {failure.message}" for failure in report.failures] or [profile]
    return found


def _structure(pdf: Any) -> Iterator[Any]:
    for candidate in pdf.objects:
        if isinstance(candidate, dict) and candidate.get("Type") == "/StructElem":
            yield candidate


def _target(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _mend_element(element: Any, pdf: Any, ids: list[tuple[Any, Any]]) -> None:
    if element["S"] == "/Figure" and not element.get("Alt"):
        raise NotAccessible("a picture has no text alternative: fix the template")
    if element["S"] == "/TH":
        section = _target(pdf, _target(pdf, element["P"])["P"])["S"]
        element["A"]["Scope"] = "/Column" if section == "/THead" else "/Row"
    if "ID" in element:
        ids.append((element["ID"].string, element.reference))


def _mend_image(candidate: Any) -> None:
    if isinstance(candidate, pydyf.Stream) and candidate.extra.get("Subtype") == "/Image":
        candidate.extra.pop("Interpolate", None)


def _mend_link(candidate: Any, spoken: Mapping[str, str]) -> None:
    if not isinstance(candidate, dict) or candidate.get("Type") != "/Annot":
        return
    candidate["F"] = 4  # it is printed
    action = candidate.get("A")
    if action and action["URI"].string in spoken:
        candidate["Contents"] = pydyf.String(spoken[action["URI"].string])


def _write_id_tree(pdf: Any, ids: list[tuple[Any, Any]]) -> None:
    if not ids:
        return
    names = pydyf.Array(part for key, element in sorted(ids) for part in (pydyf.String(key), element))
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    _target(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _write_claims(pdf: Any) -> None:
    metadata = _target(pdf, pdf.catalog["Metadata"])
    metadata.compress = False
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", UA_CLAIM + EXTENSION + b"</rdf:RDF>", 1)]


class _ClearEnd:
    """A stream whose data ends in CR LF. Before a bare LF, data that happens to end in CR (one in 256) would seem to be
    one byte shorter than its /Length says, which PDF/A forbids."""

    @property
    def data(self) -> bytes:
        written: bytes = super().data  # type: ignore[misc]
        return written.removesuffix(b"\nendstream") + b"\r\nendstream"


@functools.cache
def _clear_ended(kind: Hashable) -> Any:
    return type("ClearEnded", (_ClearEnd, kind), {})  # type: ignore[arg-type]


def _end_streams_clearly(pdf: Any) -> None:
    for candidate in pdf.objects:
        if not isinstance(candidate, pydyf.Stream):
            continue
        if "Filter" not in candidate.extra and candidate.extra.get("Type") != "/Metadata":
            candidate.compress = True
        candidate.__class__ = _clear_ended(type(candidate))  # type: ignore[arg-type]
