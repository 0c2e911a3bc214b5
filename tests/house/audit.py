"""Known vulnerabilities of what the lock file pins: `make audit`.

pip-audit asks PyPI for the advisories of each version (https://pypi.org/pypi/NAME/VERSION/json). Where that cannot be reached, or answers
without advisories, nothing was audited, and this says so; a finding is an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[2] / "requirements.lock"
_COMMAND = ("--disable-pip", "--require-hashes", "--vulnerability-service", "pypi", "--progress-spinner", "off", "--format", "json", "--requirement")


def verdict(report: str) -> tuple[int, str]:
    """Exit code and what to say of a report of pip-audit in JSON; '' is none at all."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, "no advisories can be reached from here: nothing was audited"
    audited = [one for one in packages if "skip_reason" not in one]
    found = [f"{one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no version'}" for one in audited for flaw in one["vulns"]]
    if found:
        return 1, "\n".join(found)
    if not audited:
        return 0, f"advisories for none of {len(packages)} packages can be had from here: nothing was audited"
    left = f"; {len(packages) - len(audited)} have none on PyPI" if len(audited) < len(packages) else ""
    return 0, f"{len(audited)} packages audited: no known vulnerability{left}"


def main() -> None:
    """Audits what the default install has."""
    done = subprocess.run([Path(sys.executable).with_name("pip-audit"), *_COMMAND, LOCK], capture_output=True, text=True, check=False)
    code, told = verdict(done.stdout)
    print(f"audit of {LOCK.name}: {told}")
    sys.exit(code)


if __name__ == "__main__":
    main()
