import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const SAID =
  /^(label|title|placeholder|description|alt|aria-label|help|refused|more|name|lead|sure|error|validationError|nothingFoundMessage)$/;
const WORD = /\p{L}{2}/u;
/** A name of a field or a column's key is no text; a text begins with a capital or has a blank. */
const TEXT = /^\p{Lu}|\p{L} \p{L}/u;
const ROOT = join(import.meta.dirname, "..");

/** What a person reads that stands in a screen's code instead of in words/. */
function scattered(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== null && WORD.test(text)) found.push(`${path.slice(ROOT.length + 1)}: ${text.trim()}`);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isJsxAttribute(node)) return ofAttribute(node);
  if (ts.isPropertyAssignment(node)) return ofProperty(node);
  return ts.isJsxExpression(node) && node.expression && ts.isJsxElement(node.parent) ? written(node.expression) : null;
}

function ofAttribute({ name, initializer }: ts.JsxAttribute): string | null {
  if (!SAID.test(name.getText()) || !initializer) return null;
  const given = ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  return given ? written(given) : null;
}

function ofProperty({ name, initializer }: ts.PropertyAssignment): string | null {
  const text = SAID.test(name.getText()) ? written(initializer) : null;
  return text !== null && TEXT.test(text) ? text : null;
}

/** The words of a literal, of a template, or of a choice between such. */
function written(node: ts.Expression): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" ");
  if (ts.isConditionalExpression(node))
    return [written(node.whenTrue), written(node.whenFalse)].filter(Boolean).join(" ") || null;
  return null;
}

const screens = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));

test("what a person reads stands in words/", { timeout: 60_000 }, () => {
  expect(screens.length).toBeGreaterThan(20);
  expect(screens.flatMap((name) => scattered(join(ROOT, name)))).toEqual([]);
});
