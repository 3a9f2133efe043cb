import { formatDockerfileContents } from '@reteps/dockerfmt';
import { DockerfileParser } from 'dockerfile-ast';

/**
 * Whether BuildKit's own parser takes the text (`github.com/moby/buildkit/frontend/dockerfile/parser`, which dockerfmt carries as
 * WebAssembly). It answers nothing for a text that it refuses.
 */
export async function buildKitParses(text: string): Promise<boolean> {
  const formatted: string | undefined = await formatDockerfileContents(text, {
    indent: 4,
    trailingNewline: true,
    spaceRedirects: false,
  });
  return formatted !== undefined;
}

const ALL = new Set(['ENV', 'EXPOSE', 'LABEL', 'VOLUME', 'ONBUILD', 'MAINTAINER', 'STOPSIGNAL', 'SHELL']);
const LAST = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/**
 * The configuration lines of the last stage, read by another parser than the program's own: each ENV, LABEL, EXPOSE … in order, and
 * the last CMD, ENTRYPOINT and HEALTHCHECK, white space folded. `except`: keywords of fields that a decision changes by name.
 */
export function configurationLines(text: string, except: ReadonlySet<string> = new Set()): readonly string[] {
  const instructions = DockerfileParser.parse(text.replace(/^\uFEFF/, '')).getInstructions();
  const from = instructions.map((instruction) => instruction.getKeyword()).lastIndexOf('FROM');
  const last = new Map<string, string>();
  const lines: string[] = [];
  for (const instruction of instructions.slice(from + 1)) {
    const keyword = instruction.getKeyword();
    const line = `${keyword} ${(instruction.getRawArgumentsContent() ?? '').replace(/\s+/g, ' ').trim()}`;
    if (ALL.has(keyword)) lines.push(line);
    if (LAST.has(keyword)) last.set(keyword, line);
  }
  return [...lines, ...last.values()].filter((line) => !except.has(line.split(' ', 1)[0] ?? ''));
}

/** Every comment line, trimmed, sorted. */
export function commentLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('#'))
    .sort();
}
