#!/usr/bin/env bash
# phonenumbers 9.0.43, PhoneNumberMatcher with region RU: a telephone written with spaces («8 913 123-45-67», the way it is dictated and
# printed in Russia) is not found at all when a date, a porch, a house number stands beside it without a comma: nothing comes back, not a
# longer candidate and not a part. Written with hyphens only, or in one piece, or with a comma between, the same telephone is found.
# A looser leniency does not help: Leniency.POSSIBLE gives back seven digits, «123-45-67», without the operator's code.
# So a text from which telephones are to be taken out keeps them, and a list of applicants' telephones loses these people.
# What holds: look for the digits of a Russian number by an own rule, with the neighbouring number left alone.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43
"$room/v/bin/python" - <<'PY'
from phonenumbers import Leniency, PhoneNumberMatcher


def found(text: str, leniency: int = Leniency.VALID) -> list[str]:
    return [match.raw_string for match in PhoneNumberMatcher(text, "RU", leniency=leniency)]


BESIDE = ("{} 15.07.2026", "{} 2 подъезд", "дом 12 {}")
for how in ("8 913 123-45-67", "+7 913 123-45-67", "8 (913) 123-45-67"):
    print(how, "| alone", found(how), *[f"| «{text.format(how)}» {found(text.format(how))}" for text in BESIDE])
    assert found(how) == [how] == found(f"{how}, 2 подъезд")
    assert not found(BESIDE[0].format(how)) and not found(BESIDE[1].format(how))
for how in ("8-913-123-45-67", "89131234567"):
    assert all(found(text.format(how)) == [how] for text in BESIDE)
loose = found("8 913 123-45-67 2 подъезд", Leniency.POSSIBLE)
print("POSSIBLE", loose)
assert loose == ["123-45-67"]
PY
# Output seen:
# 8 913 123-45-67 | alone ['8 913 123-45-67'] | «8 913 123-45-67 15.07.2026» [] | «8 913 123-45-67 2 подъезд» [] | «дом 12 8 913 123-45-67» []
# +7 913 123-45-67 | alone ['+7 913 123-45-67'] | «+7 913 123-45-67 15.07.2026» [] | «+7 913 123-45-67 2 подъезд» [] | «дом 12 +7 913 123-45-67» ['+7 913 123-45-67']
# 8 (913) 123-45-67 | alone ['8 (913) 123-45-67'] | «8 (913) 123-45-67 15.07.2026» [] | «8 (913) 123-45-67 2 подъезд» [] | «дом 12 8 (913) 123-45-67» ['(913) 123-45-67']
# POSSIBLE ['123-45-67']
