import type { FieldChange } from '../decision.ts';
import type { Serving } from '../ecosystems/start-reading.ts';
import { type Facts, survey } from '../facts.ts';
import { configurationOf } from '../plan/check/runtime-configuration.ts';
import type { Plan, Step } from '../plan/plan.ts';
import { configurationLines } from './nginx-configuration.ts';

/** Runs as 101, and may listen on any port above 1024. */
export const NGINX = 'nginxinc/nginx-unprivileged:1.28-alpine';

/** Starts as root, and listens on any port. */
export const NGINX_AS_ROOT = 'nginx:1.28-alpine';

export const NGINX_START = 'CMD ["nginx", "-g", "daemon off;"]';

/** Where the builder leaves the configuration, and where nginx looks for it. */
const WRITTEN = '/tmp/default.conf';
export const NGINX_SITE = '/etc/nginx/conf.d/default.conf';

/** Writes the configuration in the builder. */
export function writingStep(plan: Plan, serving: Serving, folder: string): Step {
  return printingStep(plan, configurationLines(serving, folder));
}

/** Writes lines in the builder, by printf: a heredoc needs a frontend that not every builder has. */
export function printingStep({ document }: Plan, lines: readonly string[]): Step {
  const quoted = lines.map((line) => `      '${line}' ${document.escape}`);
  const text = [`RUN printf '%s\\n' ${document.escape}`, ...quoted, `    > ${WRITTEN}`].join(document.newline);
  return { kind: 'added', text, why: 'the configuration of nginx' };
}

/** Brings the configuration from the builder. */
export function configurationCopy(builder: string): Step {
  return {
    kind: 'added',
    text: `COPY --from=${builder} ${WRITTEN} ${NGINX_SITE}`,
    why: 'nginx answers as the server before',
  };
}

/** Every field of the final stage that is another one now, the base's own included. */
export function changesOf(before: Plan, after: Plan, facts: Facts): readonly FieldChange[] {
  const old = effective(before, facts);
  const now = effective(after, facts);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): readonly FieldChange[] => {
    const [field = '', name] = key.split(' ');
    const said = (value: string | undefined) =>
      value === undefined || value === '' ? '' : name === undefined ? value : `${name}=${value}`;
    const change = { field: field as FieldChange['field'], before: said(old.get(key)), after: said(now.get(key)) };
    return change.before === change.after ? [] : [change];
  });
}

function effective(plan: Plan, facts: Facts): ReadonlyMap<string, string> {
  const { end, base } = survey(plan, plan.stages.length - 1, facts);
  const fields = configurationOf(end);
  return end.user === null && base?.startsAs !== undefined ? new Map([...fields, ['USER', base.startsAs]]) : fields;
}
