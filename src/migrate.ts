import { mirrorsOf } from './base-images/mirrors.ts';
import type { Decision } from './decision.ts';
import type { Document } from './dockerfile/document.ts';
import { parseDockerfile } from './dockerfile/parse.ts';
import { ECOSYSTEMS } from './ecosystems/index.ts';
import { type Facts, nothingSurveyed, viewOf } from './facts.ts';
import { consumersOf } from './final-consumers.ts';
import { ignoreFileEdit } from './ignore-file-edit.ts';
import type { Edit, Migration } from './migration.ts';
import type { Options } from './options.ts';
import { checkPlan } from './plan/check/index.ts';
import type { Breach } from './plan/check/law.ts';
import type { Plan } from './plan/plan.ts';
import { planOf } from './plan/plan-of.ts';
import { render } from './plan/render.ts';
import type { Problem } from './problem.ts';
import { readingProgramsOnce } from './reading-programs-once.ts';
import { type ContextListings, contextListings } from './repository/build-context.ts';
import { contextOf } from './repository/context-of.ts';
import { withEdits } from './repository/overlay.ts';
import type { Repository } from './repository/repository.ts';
import { type RepositoryFacts, repositoryFacts } from './repository/repository-facts.ts';
import { skipWish } from './skip-comments.ts';
import { inOrder, type Transform } from './transform.ts';

/** One Dockerfile and what surrounds it. */
export interface MigrateInput {
  readonly repository: Repository;
  /** Repository path of the Dockerfile. */
  readonly dockerfile: string;
  /** Its text. */
  readonly source: string;
  /** The build context's folder, a repository path; null: found by evidence. */
  readonly context: string | null;
  readonly options: Options;
  /** What is known of the repository whatever the Dockerfile; absent: read for this file alone. */
  readonly known?: RepositoryFacts;
  /** Transforms of the user's own, beside those of the program. */
  readonly custom?: readonly Transform[];
}

/**
 * The whole pipeline: parse, facts, the plan that changes nothing, transforms in phase order, the laws, print. Pure: reads through
 * `input.repository` only, writes nothing, and never throws for any input; bad input and broken laws come back as `failed`.
 */
export function migrate(input: MigrateInput, transforms: readonly Transform[]): Migration {
  const parsed = parseDockerfile(input.source, input.dockerfile);
  if (parsed.kind === 'problem') return failed(input, parsed.problem, []);
  const wish = skipWish(parsed.document, transforms);
  if (wish.kind === 'problem') return failed(input, { ...wish.problem, path: input.dockerfile }, []);
  const options = { ...input.options, skip: [...input.options.skip, ...wish.names] };
  const facts = gatherFacts(input, parsed.document);
  const context = facts.context.state === 'known' ? { context: facts.context.folder } : {};
  const before = planOf(parsed.document);
  const { plan, decisions } = runTransforms(before, facts, options, transforms);
  const printed = render(plan);
  const edits = editsOf(plan, printed, input, facts);
  if (edits.length === 0) return { path: input.dockerfile, status: 'unchanged', edits, decisions, ...context };
  const again = () => secondRun({ ...input, options }, edits, plan, facts, transforms);
  const breaches = checkPlan({ before, after: plan, facts, decisions, transforms, printed, again });
  if (breaches.length > 0) return failed(input, lawBroken(input, breaches), decisions);
  return { path: input.dockerfile, status: 'changed', edits, decisions, ...context };
}

/** Everything known about the file and its surroundings. */
export function gatherFacts(input: MigrateInput, document: Document): Facts {
  const { consumers, listings } = input.known ?? repositoryFacts(input.repository);
  const sources = contextSources(document);
  const context = contextOf(input.repository, input.dockerfile, consumers, input.context, sources, listings);
  const commands = document.instructions
    .filter((instruction) => instruction.keyword === 'RUN')
    .map((instruction) => instruction.text)
    .join('\n');
  const projects = ECOSYSTEMS.flatMap((ecosystem) => ecosystem.detect(context, commands)).map(readingProgramsOnce);
  return {
    document,
    path: input.dockerfile,
    repository: input.repository,
    context,
    consumers,
    projects,
    ecosystems: ECOSYSTEMS,
    mirrors: mirrorsOf(input.options.images ?? {}),
    surveyed: nothingSurveyed(),
  };
}

/** What the file's COPY and ADD lines name in the build context, as written. */
function contextSources(document: Document): readonly string[] {
  return document.instructions.flatMap((instruction) => {
    const view = viewOf({ kind: 'original', of: instruction }, document);
    if ((view.kind !== 'copy' && view.kind !== 'add') || view.from !== null || view.heredoc) return [];
    return view.sources
      .map((source) => source.text)
      .filter((text) => !text.includes('$') && !/^[a-z]+:\/\//.test(text));
  });
}

/** The transforms that the options let run, one after the other over the plan. */
export function runTransforms(before: Plan, facts: Facts, options: Options, transforms: readonly Transform[]) {
  let plan = before;
  const decisions: Decision[] = [];
  for (const transform of inOrder(transforms)) {
    const wanted = options.only === null || options.only.includes(transform.name) || transform.phase === 'read';
    if (!wanted || options.skip.includes(transform.name)) continue;
    const outcome = transform.run(plan, facts, options);
    plan = outcome.plan;
    decisions.push(...outcome.decisions);
    if (outcome.stop) break;
  }
  return { plan, decisions };
}

function editsOf(plan: Plan, printed: string, input: MigrateInput, facts: Facts): readonly Edit[] {
  const edits: Edit[] = [];
  if (printed !== input.source) edits.push({ path: input.dockerfile, before: input.source, after: printed });
  const ignoreFile = ignoreFileEdit(plan, facts);
  if (ignoreFile) edits.push(ignoreFile);
  edits.push(...(plan.consumers?.edits ?? []));
  return edits;
}

/** What the program makes of its own output: the text after the second run, or a note that it would edit another file. */
function secondRun(
  input: MigrateInput,
  edits: readonly Edit[],
  after: Plan,
  facts: Facts,
  transforms: readonly Transform[],
): string {
  const source = edits.find((edit) => edit.path === input.dockerfile)?.after ?? input.source;
  // Who builds the image is known after the edits; what the context sends may be different now.
  const known = { consumers: consumersOf(after, facts), listings: listingsAfter(edits, input) };
  const next: MigrateInput = { ...input, repository: withEdits(input.repository, edits), source, known };
  const parsed = parseDockerfile(source, input.dockerfile, facts.document.read);
  if (parsed.kind === 'problem') return parsed.problem.cause;
  const again = gatherFacts(next, parsed.document);
  const { plan } = runTransforms(planOf(parsed.document), again, input.options, transforms);
  const printed = render(plan);
  const other = editsOf(plan, printed, next, again).find((edit) => edit.path !== input.dockerfile);
  return other ? `${other.path} would change once more` : printed;
}

/** What contexts send is as it was where no file was added and no ignore file changed: then it is not listed again. */
function listingsAfter(edits: readonly Edit[], { repository, known }: MigrateInput): ContextListings {
  const same = edits.every(({ path }) => repository.presence(path) === 'tracked' && !path.endsWith('ignore'));
  return same && known ? known.listings : contextListings(known?.listings.readings);
}

function failed(input: MigrateInput, problem: Problem, decisions: readonly Decision[]): Migration {
  return { path: input.dockerfile, status: 'failed', edits: [], decisions, problem };
}

function lawBroken(input: MigrateInput, breaches: readonly Breach[]): Problem {
  const [first] = breaches;
  return {
    code: 'law-broken',
    path: input.dockerfile,
    ...(first?.line ? { line: first.line } : {}),
    cause: `the planned rewrite breaks the law «${first?.law}»: ${first?.says}`,
    remedy:
      'The file was left as it is. This is a fault of msb-migrate: please report it with this line and the Dockerfile.',
  };
}
