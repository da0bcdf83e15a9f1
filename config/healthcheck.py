"""`python -m config.healthcheck <address>`: whether a server on this machine answers 200, where there is no curl."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def main() -> int:
    # Only the product's own host name is allowed, also from here.
    host = urlsplit(os.environ.get("BASE_URL", "http://localhost")).netloc
    request = urllib.request.Request(sys.argv[1], headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return 0 if response.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
