"""Blocks that use services outside, through the public API: one server, small stand-ins for the services."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email.message import EmailMessage

from skyvern import Skyvern
from skyvern.testing.google import GoogleStandIn
from skyvern.testing.http import serving
from skyvern.testing.imap import imap_server
from skyvern.testing.search import search_app
from skyvern.testing.smtp import SmtpServer, smtp_server
from tests.conftest import ServerProcess

Start = Callable[[dict[str, str]], ServerProcess]


def _invoice() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "shop@example.org", "ann@example.org", "Invoice 17"
    message["Date"] = "Mon, 02 Nov 2026 10:00:00 +0000"
    message.set_content("Total: 42 EUR")
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="invoice.csv")
    return message.as_bytes().replace(b"\n", b"\r\n")


def _blocks(sheet: str, smtp: SmtpServer) -> list[dict[str, object]]:
    return [
        {
            "label": "inbox",
            "block_type": "email_inbox",
            "email_client": "gmail",
            "credential_id": "mailbox",
            "subject": "invoice",
            "download_attachments": True,
            "parameter_keys": ["mailbox"],
        },
        {
            "label": "note",
            "block_type": "google_sheets_write",
            "spreadsheet_url": sheet,
            "credential_id": "google",
            "parameter_keys": ["google"],
            "values": '[{"Subject": {{ inbox_output.emails[0].subject | json }}, "Total": "=1+1"}]',
        },
        {
            "label": "sheet",
            "block_type": "google_sheets_read",
            "spreadsheet_url": sheet,
            "credential_id": "google",
            "parameter_keys": ["google"],
        },
        {
            "label": "look",
            "block_type": "web_search",
            "query": "{{ inbox_output.emails[0].subject }}",
            "num_results": 3,
        },
        {
            "label": "report",
            "block_type": "send_email",
            "sender": "robot@example.org",
            "recipients": ["boss@example.org"],
            "subject": "{{ sheet_output.row_count }} rows",
            "body": "First hit: {{ look_output.results[0].url }}",
            "file_attachments": ["{{ inbox_output.emails[0].attachments }}"],
        },
        {
            "label": "again",
            "block_type": "send_email",
            "custom_smtp_host": "127.0.0.1",
            "custom_smtp_port": smtp.port,
            "sender": "robot@example.org",
            "recipients": ["{{ mailbox.username }} <ann@example.org>"],
            "subject": "through the workflow's own server",
            "body": "{{ mailbox.password }}",
            "body_format": "html",
        },
    ]


async def test_mail_sheets_and_search_in_one_run(start: Start) -> None:
    google = GoogleStandIn({"Data": [["Subject", "Total"], ["Invoice 1", "7"]]})
    async with (
        smtp_server() as smtp,
        smtp_server() as own,
        imap_server(users={"ann": "app-password-1"}, folders={"INBOX": [_invoice()]}) as imap,
        serving(google.app()) as google_url,
        serving(search_app()) as search_url,
    ):
        environment = {
            "SKYVERN_SMTP_URL": f"smtp://127.0.0.1:{smtp.port}",
            "SKYVERN_IMAP_SERVERS": f"gmail=imap://127.0.0.1:{imap.port}",
            "SKYVERN_GOOGLE_SHEETS_URL": google_url,
            "SKYVERN_GOOGLE_TOKEN_URL": f"{google_url}/token",
            "SKYVERN_SEARCH_PROVIDER": "searxng",
            "SKYVERN_SEARCH_URL": search_url,
        }
        server = await asyncio.to_thread(start, environment)
        client = Skyvern(api_key=server.api_key, base_url=server.base_url)
        box = await client.create_credential(
            name="box", credential_type="password", credential={"username": "ann", "password": "app-password-1"}
        )
        account = await client.create_credential(
            name="google", credential_type="secret", credential={"secret_value": google.account}
        )
        parameters = [
            {"key": key, "parameter_type": "credential", "credential_id": made.credential_id}
            for key, made in (("mailbox", box), ("google", account))
        ]
        workflow = await client.create_workflow(
            json_definition={
                "title": "Invoices",
                "workflow_definition": {"parameters": parameters, "blocks": _blocks(google.url, own)},
            }
        )
        run = await client.run_workflow(
            workflow_id=workflow.workflow_permanent_id, wait_for_completion=True, timeout=120
        )
        await client.close()
    assert run.status == "completed", run.failure_reason
    output = run.output
    mail = output["inbox_output"]["emails"][0]
    assert (mail["subject"], mail["body"]) == ("Invoice 17", "Total: 42 EUR")
    assert output["inbox_output"]["matched_count"] == 1
    assert google.sheets["Data"][2] == ["Invoice 17", "=1+1"]
    assert google.options == ["RAW"]
    assert output["sheet_output"]["rows"][0] == {"Subject": "Invoice 1", "Total": "7"}
    assert output["look_output"]["results"][0]["title"] == "Invoice 17 0"
    (report,) = smtp.received
    assert report.message["Subject"] == "2 rows"
    assert "https://x.example/0" in report.text
    assert [part.get_filename() for part in report.message.iter_attachments()] == ["invoice.csv"]
    assert output["report_output"]["success"] is True
    assert "app-password-1" not in str(output) + own.received[0].text
    assert "PRIVATE KEY" not in str(output)
