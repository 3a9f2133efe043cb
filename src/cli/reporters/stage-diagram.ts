import { parseDockerfile } from '../../dockerfile/parse.ts';
import { readView } from '../../dockerfile/read-view.ts';

interface Stage {
  readonly name: string | null;
  readonly image: string;
  readonly copies: { readonly from: string; readonly paths: readonly string[] }[];
}

/** More paths than this on one arrow are counted. */
const MOST_PATHS = 3;

/** A Dockerfile's stages and what they copy from each other, for Mermaid. Null where the text is no Dockerfile. */
export function stageDiagram(dockerfile: string): string | null {
  const parsed = parseDockerfile(dockerfile, 'Dockerfile');
  if (parsed.kind === 'problem') return null;
  const stages: Stage[] = [];
  for (const instruction of parsed.document.instructions) {
    const view = readView(instruction.text, instruction.keyword, parsed.document.escape);
    if (view.kind === 'from') stages.push({ name: view.stageName?.text ?? null, image: view.image.text, copies: [] });
    if ((view.kind === 'copy' || view.kind === 'add') && view.from !== null) {
      stages.at(-1)?.copies.push({ from: view.from, paths: view.sources.map(({ text }) => text) });
    }
  }
  const indexOf = (name: string, before: number) => {
    const found = stages.findIndex(
      (stage, index) => index < before && stage.name?.toLowerCase() === name.toLowerCase(),
    );
    return found === -1 && /^\d+$/.test(name) && Number(name) < before ? Number(name) : found;
  };
  const lines = stages.flatMap(({ name, image, copies }, index) => {
    const base = indexOf(image, index);
    const title = [name ?? `stage ${index}`, ...(base === -1 ? [image] : [])];
    return [
      `  s${index}["${title.map(quoted).join('<br/>')}"]`,
      ...(base === -1 ? [] : [`  s${base} --> s${index}`]),
      ...copies.flatMap(({ from, paths }) => {
        const source = indexOf(from, index);
        return source === -1 ? [] : [`  s${source} -- "${quoted(shortened(paths))}" --> s${index}`];
      }),
    ];
  });
  return `flowchart LR\n${lines.join('\n')}\n`;
}

function shortened(paths: readonly string[]): string {
  const more = paths.length - MOST_PATHS;
  return more > 0 ? `${paths.slice(0, MOST_PATHS).join(', ')} and ${more} more` : paths.join(', ');
}

/** Mermaid reads entities in quoted text. */
function quoted(text: string): string {
  return text.replace(/[#"<>]/g, (character) => `#${character.charCodeAt(0)};`);
}
