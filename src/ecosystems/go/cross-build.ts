import type { CommandReading } from '../../command-reading.ts';
import type { CrossBuild, StaticBuild } from '../build-reading.ts';
import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';

/** What the builder calls the platform of the image (docs.docker.com/reference/dockerfile, «Automatic platform ARGs in the global scope»), in Go's own words. */
const TARGETS = [
  ['GOOS', 'TARGETOS', 'linux'],
  ['GOARCH', 'TARGETARCH', undefined],
] as const;

/** How `go build` compiles for another platform than the one it runs on: a compiler of Go does for all, one of C does not. `linked`: how it runs without libraries. */
export function crossBuildOf(
  { command, detail, evidence }: CommandReading,
  linked: Known<StaticBuild>,
): Known<CrossBuild> {
  const nothing = { variables: {}, arguments: [], evidence };
  if (detail.kind !== 'build' || (Array.isArray(detail.made) && detail.made.length === 0)) return known(nothing);
  const [program, verb] = command.words.map(({ text }) => text);
  if (!/(?:^|\/)go$/.test(program ?? '')) return notKnown('built-by-another-program', { program: detail.script });
  // What is installed for another platform goes into a folder of its own (bin/linux_arm64), and nowhere where GOBIN is set (go.dev/cmd/go, «go install»).
  if (verb !== 'build') return notKnown('installed-by-platform', { command: detail.script });
  if (!linked.known) return linked;
  const [needed] = Object.entries(linked.value.variables);
  if (needed !== undefined) return notKnown('not-built-without-c', { setting: needed.join('=') });
  const variables: Record<string, string> = {};
  const args: string[] = [];
  for (const [name, arg, usual] of TARGETS) {
    const own = command.assignments.find((one) => one.name === name);
    if (command.shadowed?.includes(name))
      return notKnown('platform-fixed', { setting: `${name} of an earlier command` });
    if (own?.text !== undefined && new RegExp(`^"?\\$(?:${arg}|\\{${arg}(?::-\\w*)?\\})"?$`).test(own.text)) {
      args.push(arg);
      continue;
    }
    const value = own ? own.value : detail.variables?.[name];
    if (value !== undefined && value === usual) continue;
    if (value !== undefined) return notKnown('platform-fixed', { setting: `${name}=${own?.text ?? value ?? '…'}` });
    variables[name] = `$${arg}`;
    args.push(arg);
  }
  return known({ variables, arguments: args, evidence });
}
