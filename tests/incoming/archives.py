"""LinkedIn's export as it comes, and archives that are none."""

from __future__ import annotations

import io
import stat
import zipfile

TABLES = {
    "Profile.csv": "\ufeffFirst Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers\n"
    'Ada,Beispiel,,,Mar 15,Platform Engineer,"Builds platforms.\n\n• Runs them\n• Explains them",Software,60311,'
    '"Frankfurt, Germany",[ada_example],"[PERSONAL:https://example.org/ada,BLOG:https://example.org/blog]",\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Example GmbH,Lead Engineer,"Runs the platform of forty teams.\n- Restores rehearsed\n- One way to production",'
    "Frankfurt,Mar 2019,\nSample AG,Engineer,,,Jan 2015,Feb 2019\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    "Example University,2009,2014,,M.Sc. Computer Science,Chess club\nExample Gymnasium,,2009,,,\n",
    "Skills.csv": "Name\nKubernetes\nGo\n",
    "Languages.csv": "Name,Proficiency\nGerman,Native or bilingual proficiency\nEnglish,\n",
    "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\n"
    "CKA,https://example.org/cka,CNCF,Nov 2021,Nov 2024,LF-1\n",
    "Projects.csv": "Title,Description,Url,Started On,Finished On\nrestore-drill,Rehearses restores,,Aug 2020,\n",
    "Publications.csv": "Name,Published On,Description,Publisher,Url\n"
    "Restores,Jul 2014,On restoring.,Journal of Examples,https://example.org/paper\n",
    "Honors.csv": "Title,Description,Issued On\nBest Talk,Out of ninety.,Nov 2022\n",
    "Volunteering.csv": "Company Name,Role,Cause,Started On,Finished On,Description\n"
    "Code Club,Mentor,education,Jan 2020,,Two evenings a month.\n",
    "Courses.csv": "Name,Number\nDatabases,DB1\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\n"
    "old@example.org,Yes,No,1/1/20\nada@example.org,Yes,Yes,1/1/20\n",
    "PhoneNumbers.csv": "Extension,Number,Type\n,+49 69 1234567,Mobile\n",
    "Connections.csv": 'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nKim,Muster,,,,,01 Jan 2020\n",
    "messages.csv": "CONVERSATION ID,FROM\n1,Kim\n",
}


def archive(tables: dict[str, str | bytes] | None = None) -> bytes:
    """An archive of tables; LinkedIn's where none are given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, table in (TABLES if tables is None else tables).items():
            file.writestr(name, table)
    return out.getvalue()


def with_a_link() -> bytes:
    """LinkedIn's archive with a symbolic link in it."""
    out = io.BytesIO(archive())
    with zipfile.ZipFile(out, "a") as file:
        link = zipfile.ZipInfo("link.csv")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    return out.getvalue()


def bomb() -> bytes:
    """A table of 110 MB of zeros in 110 kB."""
    return archive({"Profile.csv": b"First Name\n" + b"0" * 110_000_000})
