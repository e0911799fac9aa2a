"""Files of elsewhere: what is told about them before they are saved."""

from __future__ import annotations

from skyvern.api.importing import report_on

FILE = """
title: Invoices
run_with: code
workflow_definition:
  parameters:
    - {key: portal url, parameter_type: workflow, workflow_parameter_type: string}
    - {key: pw, parameter_type: onepassword, vault_id: v, item_id: i}
  blocks:
    - &open
      label: open portal
      block_type: goto_url
      url: "{{ portal url }}"
    - label: each
      block_type: for_loop
      loop_variable_reference: "{{ open portal.rows }}"
      loop_blocks:
        - {label: say, block_type: text_prompt, prompt: "sum up {{ current_value }}", llm_key: GPT_X, colour: red}
        - {<<: *open, label: again}
"""


def test_what_is_supported_renamed_and_degrades() -> None:
    report = report_on(FILE)
    assert report.refused == ""
    assert report.supported == {
        "block for_loop": 1,
        "block goto_url": 2,
        "block text_prompt": 1,
        "parameter onepassword": 1,
        "parameter workflow": 1,
    }
    assert report.renamed == ("label 'open portal' is now 'open_portal'", "key 'portal url' is now 'portal_url'")
    told = "\n".join(report.degrades)
    assert "block 'say' (text_prompt): needs a language model" in told
    assert "model GPT_X" in told
    assert "parameter 'pw' (onepassword): is kept as it is" in told
    assert "run_with code" in told
    assert "block 'say': colour: unknown, ignored" in told


def test_what_cannot_run_is_refused_with_its_place() -> None:
    broken = FILE.replace("{{ portal url }}", "{{ portal url")
    assert "block 'open_portal': url: " in report_on(broken).refused
    assert "block_type: 'teleport' is unknown" in report_on(FILE.replace("goto_url", "teleport")).refused
    assert "yaml_definition cannot be read" in report_on("a: [").refused
