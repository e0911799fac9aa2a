"""Uploads in the forms in which clients send them."""

from __future__ import annotations

import httpx
import pytest


async def stored(http: httpx.AsyncClient, answer: httpx.Response) -> tuple[bytes, httpx.Response]:
    assert answer.status_code == 200, answer.text
    content = await http.get(answer.json()["presigned_url"], headers={"x-api-key": ""})
    assert content.status_code == 200
    return content.content, content


async def test_a_proper_file(http: httpx.AsyncClient) -> None:
    answer = await http.post(
        "/v1/upload_file/", files={"file": ("résumé.pdf", b"%PDF-1.4 \xff\x00", "application/pdf")}
    )
    body = answer.json()
    assert body["file_id"].startswith("file_")
    assert body["s3_uri"]
    content, response = await stored(http, answer)
    assert content == b"%PDF-1.4 \xff\x00"
    assert response.headers["content-type"] == "application/pdf"
    assert "r%C3%A9sum%C3%A9.pdf" in response.headers["content-disposition"]


@pytest.mark.parametrize("data", [b"hello", b"\xff\xfe\x00 binary", "smörgås".encode(), b"x" * 1_500])
async def test_a_text_part_without_a_file_name(http: httpx.AsyncClient, data: bytes) -> None:
    head = b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
    headers = {"content-type": "multipart/form-data; boundary=B"}
    answer = await http.post("/v1/upload_file", content=head + data + b"\r\n--B--\r\n", headers=headers)
    content, _ = await stored(http, answer)
    assert content == data


async def test_a_tuple_that_an_sdk_flattened(http: httpx.AsyncClient) -> None:
    part = b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
    body = b"\r\n".join([part + b"a.txt", part + b"aGVsbG8=", part + b"text/plain", b"--B--\r\n"])
    headers = {"content-type": "multipart/form-data; boundary=B"}
    content, response = await stored(http, await http.post("/v1/upload_file", content=body, headers=headers))
    assert content == b"hello"
    assert "a.txt" in response.headers["content-disposition"]


async def test_too_large_is_413_and_no_file_is_422(http: httpx.AsyncClient) -> None:
    assert (await http.post("/v1/upload_file", files={"file": ("a", b"x" * 400_001)})).status_code == 413
    assert (await http.post("/v1/upload_file", files={"file": ("a", b"x" * 900_000)})).status_code == 413
    assert (await http.post("/v1/upload_file", files={"other": ("a", b"x")})).status_code == 422
    assert (await http.post("/v1/upload_file", json={"file": "x"})).status_code == 422


async def test_an_upload_can_be_deleted_by_its_owner_only(http: httpx.AsyncClient, house) -> None:
    answer = await http.post("/v1/upload_file", files={"file": ("a.txt", b"x")})
    file_id = answer.json()["file_id"]
    other = {"x-api-key": await house.key_of_another()}
    assert (await http.delete(f"/v1/files/{file_id}", headers=other)).status_code == 404
    assert (await http.delete(f"/v1/files/{file_id}")).status_code == 204
    assert (await http.get(answer.json()["presigned_url"])).status_code == 404
