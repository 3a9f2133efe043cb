/** Operating systems that a name or a tag can bind a file to, Linux left out (go.dev/src/internal/syslist). */
const OTHER_SYSTEMS =
  'aix android darwin dragonfly freebsd hurd illumos ios js nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  );

/** Of the architectures that Go knows, those for which Linux images are built (docs.docker.com/build/building/multi-platform). */
const OF_IMAGES = '386 amd64 arm arm64 loong64 mips64le ppc64le riscv64 s390x'.split(' ');
const OTHER_ARCHITECTURES =
  'amd64p32 armbe arm64be mips mipsle mips64 mips64p32 mips64p32le ppc ppc64 riscv s390 sparc sparc64 wasm'.split(' ');

/** Tags by which authors leave a file out of every ordinary build. */
const NEVER = /^(?:ignore|tools?|integration|e2e|appengine|gccgo)$/;

/** Null: it depends on tags that the build names. */
type Answer = boolean | null;

/**
 * A file that no build for a Linux image takes, whatever its architecture: tests, files for another system by name or by constraint, and those that
 * authors leave out. Source: go.dev/cmd/go, «Build constraints».
 */
export function isLeftOutOnLinux(path: string, text: string): boolean {
  if (path.endsWith('_test.go')) return true;
  const words = (/([^/]*)\.go$/.exec(path)?.[1] ?? '').split('_').slice(1);
  const last = words.at(-1) ?? '';
  const bound = [...OF_IMAGES, ...OTHER_ARCHITECTURES].includes(last) ? last : null;
  const system = bound === null ? last : (words.at(-2) ?? '');
  if (OTHER_SYSTEMS.includes(system) || (bound !== null && !OF_IMAGES.includes(bound))) return true;
  const holds = constraintOf(text);
  return holds !== null && (bound === null ? OF_IMAGES : [bound]).every((one) => holds(one) === false);
}

/** Constraints stand before the package clause; `//go:build` counts alone where it is there. */
function constraintOf(text: string): ((architecture: string) => Answer) | null {
  const at = text.search(/^package\s/m);
  const head = at === -1 ? text : text.slice(0, at);
  const [, expression] = /^\/\/go:build[ \t]+(.*)$/m.exec(head) ?? [];
  if (expression !== undefined) return (one) => evaluate(expression, one);
  const lines = [...head.matchAll(/^\/\/[ \t]*\+build[ \t]+(.*)$/gm)].map((match) => (match[1] ?? '').trim());
  return lines.length === 0 ? null : (one) => all(lines.map((line) => ofOldLine(line, one)));
}

/** `+build linux,amd64 darwin`: blanks mean «or», commas «and». */
function ofOldLine(line: string, architecture: string): Answer {
  return any(line.split(/\s+/).map((option) => all(option.split(',').map((term) => evaluate(term, architecture)))));
}

/** `(linux && !arm) || cgo`; null as well where it cannot be read. */
function evaluate(expression: string, architecture: string): Answer {
  const words = expression.replace(/\/\/.*$/, '').match(/&&|\|\||[!()]|[\w.]+/g) ?? [];
  let at = 0;
  const either = (): Answer => {
    const terms = [both()];
    while (words[at] === '||') {
      at += 1;
      terms.push(both());
    }
    return any(terms);
  };
  const both = (): Answer => {
    const terms = [one()];
    while (words[at] === '&&') {
      at += 1;
      terms.push(one());
    }
    return all(terms);
  };
  const one = (): Answer => {
    const word = words[at];
    at += 1;
    if (word === undefined) return null;
    if (word === '!') {
      const inner = one();
      return inner === null ? null : !inner;
    }
    if (word !== '(') return tag(word, architecture);
    const inner = either();
    at += 1;
    return inner;
  };
  return either();
}

function tag(name: string, architecture: string): Answer {
  if (['linux', 'unix', 'gc', architecture].includes(name)) return true;
  if (OTHER_SYSTEMS.includes(name) || OF_IMAGES.includes(name) || OTHER_ARCHITECTURES.includes(name)) return false;
  return NEVER.test(name) ? false : null;
}

function all(answers: readonly Answer[]): Answer {
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

function any(answers: readonly Answer[]): Answer {
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}
