const COMMENT = /"(?:\\[\s\S]|[^"\\])*"|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g;
const TRAILING_COMMA = /"(?:\\[\s\S]|[^"\\])*"|,(?=\s*[}\]])/g;

/** Parses JSON that may hold comments, trailing commas and a BOM, as editors' settings do; undefined when it is not even that. */
export function parseJsonWithComments(text: string): unknown {
  const outsideStrings = (found: string) => (found.startsWith('"') ? found : ' ');
  const plain = text
    .replace(/^\uFEFF/, '')
    .replace(COMMENT, outsideStrings)
    .replace(TRAILING_COMMA, outsideStrings);
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}
