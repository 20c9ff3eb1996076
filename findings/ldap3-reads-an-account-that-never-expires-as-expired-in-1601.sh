#!/usr/bin/env bash
# ldap3 2.9.1 with the schema of Active Directory: accountExpires means «never» by two values, 0 and 9223372036854775807 (Microsoft's page
# of the attribute says so of both). ldap3 gives the second as 31.12.9999 and the first as 01.01.1601, so «expires < now» shuts out exactly
# the accounts that never expire, those once limited and then made free again. lockoutTime 0 («not locked») and pwdLastSet 0 («must change
# the password») are given as 01.01.1601 too, and a sign is dropped: -1 is 01.01.1601 as well. raw_attributes keep the digits.
# What holds: read these attributes from raw_attributes, or turn 1601 into «never» before any comparison.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check ldap3==2.9.1
"$room/v/bin/python" -W ignore - <<'PY'
from ldap3 import MOCK_SYNC, OFFLINE_AD_2012_R2, Connection, Server

directory = Connection(Server("invented", get_info=OFFLINE_AD_2012_R2), client_strategy=MOCK_SYNC)
NEVER = {"free-again": "0", "never-limited": "9223372036854775807"}
for name, expires in NEVER.items():
    account = {"objectClass": "user", "sn": name, "accountExpires": expires, "lockoutTime": "0", "pwdLastSet": "0"}
    directory.strategy.add_entry(f"cn={name},dc=invented", account)
directory.bind()
directory.search("dc=invented", "(objectClass=user)", attributes=["sn", "accountExpires", "lockoutTime", "pwdLastSet"])
years = {}
for entry in directory.response:
    seen = entry["attributes"]
    name = seen["sn"][0] if isinstance(seen["sn"], list) else seen["sn"]
    years[name] = seen["accountExpires"].year
    print(name, "expires", seen["accountExpires"].date(), "locked", seen["lockoutTime"].date(), "raw", entry["raw_attributes"]["accountExpires"])
    assert seen["lockoutTime"].year == seen["pwdLastSet"].year == 1601
assert years == {"free-again": 1601, "never-limited": 9999}
PY
# Output seen:
# never-limited expires 9999-12-31 locked 1601-01-01 raw [b'9223372036854775807']
# free-again expires 1601-01-01 locked 1601-01-01 raw [b'0']
