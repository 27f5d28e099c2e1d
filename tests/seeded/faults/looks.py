"""Faults that only the eye, or the finger, meets."""

from tests.seeded.fault import Fault

FAULTS = (
    Fault("contrast of hints too low", "1.4.3", "single", css=".hint{color:#aaa}"),
    Fault("contrast of errors too low", "1.4.3", "single", css=".err,.errors a{color:#f99}"),
    Fault(
        "focus outline removed",
        "2.4.7",
        "single",
        css="*:focus-visible,:has(:focus-visible){outline:0!important;box-shadow:none!important}",
    ),
    Fault("focus outline too faint", "1.4.11", "single", css=":root{--focus:#eee;--halo:#fff}"),
    Fault(
        "targets too small",
        "2.5.8",
        "statements",
        css=".seg{display:block}.seg label{all:unset}.seg input{inline-size:.75rem;block-size:.75rem}",
    ),
    Fault("scrolls sideways at 320 px", "1.4.10", "single", css=".choices{min-inline-size:40rem}"),
    Fault(
        "text cut off when it grows",
        "1.4.4",
        "single",
        css=".choice{block-size:56px;min-block-size:0;overflow:hidden}",
    ),
    Fault("links only by colour", "1.4.1", "lesson", css="main p a{text-decoration:none!important}"),
    Fault("borders of fields too faint", "1.4.11", "short", css=".in{border-color:#eee!important}"),
    Fault(
        "choice hidden from the eye",
        "2.4.7",
        "single",
        css=".choice input{opacity:0;position:absolute;pointer-events:none}",
    ),
)
