import type { BaseImage } from './base-images/base-image.ts';
import type { ProgramReading } from './ecosystems/program-reading.ts';
import { type Facts, type Item, type Survey, survey } from './facts.ts';
import { copyDestination } from './filesystem/context-copy.ts';
import { isWithin } from './filesystem/path.ts';
import { simpleCommands } from './other-starts.ts';
import type { Plan } from './plan/plan.ts';
import { type BaseNeeds, callsOf } from './requirements.ts';

/** The needs of a stage whose container starts what its base image is made for, and what is taken for granted of the rest. */
export interface ServerNeeds {
  readonly needs: BaseNeeds;
  /** Why nothing is bound to the old image; reads after «because». */
  readonly why: string;
  /** What a file names that another distribution may not have; null: nothing. */
  readonly bound: { readonly kind: 'user' | 'file'; readonly name: string; readonly file: string } | null;
}

/** Families that run what is put into them: a jar, the files of a site. */
const JAVA: readonly string[] = ['eclipse-temurin', 'openjdk', 'amazoncorretto'];
const NGINX = 'nginx';

/** Folders of nginx whose files are no programs: what is served, and configuration. */
const NO_PROGRAMS: readonly string[] = ['/usr/share/nginx', '/etc/nginx', '/var/www', '/etc/ssl', '/etc/letsencrypt'];

const NOTHING: ProgramReading = {
  reads: [],
  notRead: [],
  dynamicReads: [],
  optional: [],
  writesOutside: [],
  runs: [],
  runsUnknown: [],
  ports: [],
  handlesSigterm: false,
};

/**
 * What the final stage asks of its base where no project of a known language runs in it, but the program of the image itself: `java -jar …` on an image of
 * Java, nginx on its own. Null: something else is started, or something is not understood.
 */
export function serverNeeds(plan: Plan, facts: Facts): ServerNeeds | null {
  const final = survey(plan, plan.stages.length - 1, facts);
  const { base, items } = final;
  if (base === null || items.some(({ script, view }) => script?.kind === 'not-understood' || view.kind === 'unread'))
    return null;
  const program = JAVA.includes(base.family) ? 'java' : base.family === NGINX ? 'nginx' : null;
  if (program === null || !starts(program, base, final)) return null;
  if (program === 'nginx' && !items.every(bringsNoProgram)) return null;
  const here = items.flatMap(({ readings }) => readings);
  return {
    why:
      program === 'java'
        ? 'the distribution, its release and the version of Java stay'
        : 'nginx and its version stay, and what is copied is served or is its configuration',
    bound: program === 'nginx' ? (items.map((item) => namedIn(item, facts)).find((one) => one !== null) ?? null) : null,
    needs: {
      survey: final,
      program: NOTHING,
      native: { kind: 'none', evidence: [] },
      installsHere: here.filter(({ detail }) => detail.kind === 'install'),
      buildsHere: here.filter(({ role }) => ['build', 'codegen', 'test', 'unknown', 'fetch-source'].includes(role)),
      programs: [{ program, by: 'start', where: 'the start command' }, ...callsOf(final, facts)],
    },
  };
}

/** The start command is one call of the program, with ENTRYPOINT as the base sets it or as that call. */
function starts(program: string, base: BaseImage, { end, items }: Survey): boolean {
  const isOwn = items.some(({ view }) => view.kind === 'entrypoint');
  const invocation = isOwn ? end.entrypoint : end.cmd;
  const commands = invocation === null ? null : simpleCommands(invocation);
  const plain = commands?.filter(([first = '']) => !/^(?:sh|exec)$/.test(first));
  const [only = []] = plain ?? [];
  const isCall = plain?.length === 1 && (only[0] === program || only[0]?.endsWith(`/bin/${program}`) === true);
  return isCall && (isOwn || base.entrypoint === null || program === NGINX);
}

/** The first user or module that copied configuration names, and the file; both differ between distributions. Null: none. */
function namedIn({ entries }: Item, { context }: Facts): ServerNeeds['bound'] {
  const files = (entries ?? []).flatMap(({ source }) =>
    context.files().filter((path) => /\.(?:conf|template)$/.test(path) && isWithin(`/${path}`, `/${source}`)),
  );
  for (const file of files) {
    const text = context.read(file) ?? '';
    const user = /^\s*user\s+(?!nginx\b|root\b)([\w-]+)/m.exec(text)?.[1];
    if (user !== undefined) return { kind: 'user', name: user, file };
    const path = /^\s*load_module\s+([^\s;]+)/m.exec(text)?.[1];
    if (path !== undefined) return { kind: 'file', name: path, file };
  }
  return null;
}

/** Nothing that is copied or added is a program or a library of the old image's kind. */
function bringsNoProgram({ view, state }: Item): boolean {
  if (view.kind !== 'copy' && view.kind !== 'add') return true;
  const destination = copyDestination(view, state);
  return (
    destination !== null && NO_PROGRAMS.some((folder) => isWithin(destination, folder)) && !/modules/.test(destination)
  );
}
