"""A saved page as it comes from outside, through the whole service: `saved_page.py PAGE PUBLISHED PORT`."""

import html
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

page, published, port = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
lines = page.read_text(encoding="utf-8").split("\n")
breadcrumb = lines[1].split("|")
title = breadcrumb[2].strip()
section = breadcrumb[1].strip().lower()
credit = lines[2].removeprefix("Image Credit:").strip()
about = next(number for number, line in enumerate(lines) if line.startswith("About "))
author = lines[about].removeprefix("About ")
bio = next(line for line in lines[about + 1 :] if line).split(". ")[0]
saved_in = lines[0].split()[-1]
paragraphs = len([line for line in lines[3:about] if line]) - 1

command = [Path(sys.executable).with_name("byline"), "serve", "--port", port, "--published", published, page]
with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
    while server.stdout and "Ctrl-C" not in (line := server.stdout.readline()):
        if not line:
            sys.exit("the server did not start")
    failed = False
    for feed in (f"sections/{section}", f"authors/{author.lower().replace(' ', '-')}"):
        for file_name in ("rss.xml", "atom.xml", "feed.json"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{feed}/{file_name}") as response:
                text = html.unescape(html.unescape(response.read().decode()))
            holds = {
                "title": title in text,
                f"{paragraphs} paragraphs": len(re.findall("<p>", text)) == paragraphs == 5,
                "credit": credit in text,
                "author": author in text,
                "described by the bio": bio in text or feed.startswith("sections"),
                "no mail address": "email" not in text.lower(),
                "not the day of saving": saved_in not in text,
                "published when it was": published[:19] in text,
            }
            print(f"/{feed}/{file_name}: " + ", ".join(what if there else f"FAILED: {what}" for what, there in holds.items()))
            failed |= not all(holds.values())
    server.send_signal(signal.SIGINT)
    server.communicate()
sys.exit(failed or server.returncode)
