import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { isLeftOutOnLinux } from './build-constraints.ts';
import { isBelow } from './known.ts';
import { type Token, tokensOf } from './tokens.ts';

/** One Go file of the context, as far as questions are asked of it. */
export interface GoFile {
  readonly path: string;
  readonly folder: string;
  readonly packageName: string;
  readonly imports: readonly string[];
  readonly tokens: readonly Token[];
  /** C code that it holds asks for libraries of the system (`#cgo LDFLAGS: -lfoo`, `#cgo pkg-config: foo`). */
  readonly linksLibraries: boolean;
  /** Patterns of `//go:embed`, relative to its folder. */
  readonly embeds: readonly string[];
  /** Left out of ordinary builds: `//go:build ignore`, `_test.go`, or for another system than Linux. */
  readonly isLeftOut: boolean;
}

/** The Go files of some folders, read once each. */
export interface Sources {
  /** Every file below the folders, vendored code left out. */
  readonly all: readonly GoFile[];
  /** The files directly in a folder that an ordinary build on Linux takes. */
  inFolder(folder: string): readonly GoFile[];
}

export function sourcesOf(context: BuildContext, folders: readonly string[]): Sources {
  const paths = context
    .files()
    .filter((path) => path.endsWith('.go') && !isUnused(path) && folders.some((folder) => isBelow(path, folder)));
  let read: readonly GoFile[] | null = null;
  const all = () => {
    read ??= paths.flatMap((path) => {
      const file = context.reading(path, fileIn);
      return file === null ? [] : [file];
    });
    return read;
  };
  return {
    get all() {
      return all();
    },
    inFolder: (folder) => all().filter((file) => file.folder === folder && !file.isLeftOut),
  };
}

/** `vendor` is code of others, and folders named so are no packages (go.dev/cmd/go, «Package lists and patterns»). */
function isUnused(path: string): boolean {
  return /(?:^|\/)(?:vendor|testdata|node_modules|[_.][^/]*)\//.test(path);
}

function fileIn(text: string, path: string): GoFile {
  const tokens = tokensOf(text);
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
  const clause = tokens.findIndex((token) => token.kind === 'name' && token.text === 'package');
  const name = tokens[clause + 1];
  return {
    path,
    folder,
    packageName: name?.kind === 'name' ? name.text : '',
    imports: importsOf(tokens),
    tokens,
    linksLibraries: linksLibraries(text),
    embeds: [...text.matchAll(/^\/\/go:embed\s+(.*)$/gm)].flatMap((match) =>
      (match[1] ?? '').split(/\s+/).map((pattern) => pattern.replace(/^["`]|["`]$|^all:/g, '')),
    ),
    isLeftOut: isLeftOutOnLinux(path, text),
  };
}

/** Libraries beyond those of the C library itself (go.dev/cmd/cgo). */
export function linksLibraries(text: string): boolean {
  return /#cgo\b[^\n]*(?:pkg-config|-l(?!(?:m|c|dl|rt|pthread)\b)\w+)/.test(text);
}

function importsOf(tokens: readonly Token[]): readonly string[] {
  const imports: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'name' && ['func', 'type', 'var', 'const'].includes(token.text)) break;
    if (token?.kind !== 'name' || token.text !== 'import') continue;
    const next = tokens[at + 1];
    const end =
      next?.kind === 'other' && next.text === '('
        ? tokens.findIndex((one, index) => index > at && one.kind === 'other' && one.text === ')')
        : at + 3;
    for (const one of tokens.slice(at + 1, end === -1 ? tokens.length : end + 1)) {
      if (one.kind === 'string') imports.push(one.value);
    }
  }
  return imports;
}

/** It may ask for a variable of the toolchain or for all of them, or start a program that does. */
export function readsEnvironment({ isLeftOut, imports, tokens }: GoFile): boolean {
  if (isLeftOut) return false;
  return (
    imports.some((path) => /^(?:os\/exec|syscall|plugin|go\/build|golang\.org\/x\/sys\/unix)$/.test(path)) ||
    tokens.some((token) =>
      token.kind === 'name'
        ? /^os\.(?:Environ|ExpandEnv|StartProcess)$/.test(token.text)
        : token.kind === 'string' && /^(?:PATH|GOPATH|GOROOT|GOTOOLCHAIN|GOLANG_VERSION)$/.test(token.value),
    )
  );
}
