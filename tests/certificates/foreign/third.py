"""A third verifier, openbadgeslib, judges tokens and pictures, in an environment of its own (`make third-verifier`).

stdin: {did, published: {address: text}, tokens: {name: token}, png, svg (base64)}; stdout: {name: "ok" or why not}.
"""

import base64
import json
import sys

from openbadgeslib.ob3 import OB3Verifier

asked = json.load(sys.stdin)
told = {}


def download(address: str) -> bytes:
    return asked["published"][address].encode()


def judge(name: str, token: str) -> None:
    try:
        verifier = OB3Verifier.for_issuer_did(asked["did"], download=download)
        verifier.verify(token, check_status=True, download=download)
    except Exception as error:
        told[name] = f"{type(error).__name__}: {error}"
    else:
        told[name] = "ok"


for name, token in asked["tokens"].items():
    judge(name, token)
judge("png", OB3Verifier.extract_token_from_png(base64.b64decode(asked["png"])))
judge("svg", OB3Verifier.extract_token_from_svg(base64.b64decode(asked["svg"])))
json.dump(told, sys.stdout)
