import type { ConfigField } from '../../decision.ts';
import type { StageState } from '../../dockerfile/state.types.ts';
import type { Value } from '../../dockerfile/value.ts';
import type { Invocation } from '../../dockerfile/view.ts';
import { type Facts, survey } from '../../facts.ts';
import type { Plan } from '../plan.ts';
import type { Breach, Law } from './law.ts';

/** Law 4: the image's effective configuration is what it was, what the base set included, but for changes that a decision names. */
export const runtimeConfiguration: Law = {
  name: 'runtime-configuration',
  promise:
    'CMD, ENTRYPOINT, WORKDIR, USER, ENV, EXPOSE, LABEL, VOLUME, HEALTHCHECK, STOPSIGNAL, SHELL and ONBUILD are what they were.',
  check({ before, after, facts, decisions, transforms }) {
    const old = finalConfiguration(before, facts);
    const now = finalConfiguration(after, facts);
    const breaches: Breach[] = [];
    for (const decision of decisions) {
      const owner = transforms.find((transform) => transform.name === decision.transform);
      for (const change of decision.changes ?? []) {
        if (!owner?.owns.includes(change.field))
          breaches.push({
            law: 'runtime-configuration',
            line: null,
            says: `${decision.transform} does not own ${change.field}`,
          });
      }
    }
    for (const [key, was] of [
      ...old,
      ...[...now.keys()].filter((name) => !old.has(name)).map((name) => [name, ''] as const),
    ]) {
      const is = now.get(key) ?? '';
      if (is === was) continue;
      const [field, name] = split(key);
      const prefix = name === null ? '' : `${name}=`;
      // One transform may change what another one made of it.
      const named = decisions
        .flatMap((decision) => decision.changes ?? [])
        .filter((change) => change.field === field && (change.before || change.after).startsWith(prefix))
        .reduce((value, change) => (change.before === value ? change.after : value), was && prefix + was);
      if (named !== (is && prefix + is))
        breaches.push({ law: 'runtime-configuration', line: null, says: `${key}: was «${was}», is «${is}»` });
    }
    return breaches;
  },
};

function split(key: string): readonly [ConfigField, string | null] {
  const at = key.indexOf(' ');
  return at === -1 ? [key as ConfigField, null] : [key.slice(0, at) as ConfigField, key.slice(at + 1)];
}

/** Where the file sets no user, the base's is in effect. */
function finalConfiguration(plan: Plan, facts: Facts): ReadonlyMap<string, string> {
  const { end, base } = survey(plan, plan.stages.length - 1, facts);
  const fields = configurationOf(end);
  return end.user === null && base?.startsAs !== undefined ? new Map([...fields, ['USER', base.startsAs]]) : fields;
}

/** Every field as text, `ENV NAME` and `LABEL name` one by one. The user is as written; not set is empty. */
export function configurationOf(state: StageState): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const put = (key: string, text: string) => {
    if (text !== '') fields.set(key, text);
  };
  put('CMD', invocation(state.cmd));
  put('ENTRYPOINT', invocation(state.entrypoint));
  put('WORKDIR', shown(state.workdir));
  put('USER', state.user ? shown(state.user) : '');
  put('EXPOSE', state.expose.map(shown).join(' '));
  put('VOLUME', state.volumes.map(shown).join(' '));
  put(
    'HEALTHCHECK',
    state.healthcheck ? [...state.healthcheck.flags, invocation(state.healthcheck.invocation) || 'NONE'].join(' ') : '',
  );
  put('STOPSIGNAL', state.stopsignal ? shown(state.stopsignal) : '');
  put('SHELL', state.shell?.join(' ') ?? '');
  put('ONBUILD', state.onbuild.join('; '));
  put('MAINTAINER', state.maintainer ?? '');
  for (const [name, value] of state.env) put(`ENV ${name}`, shown(value));
  for (const [name, value] of state.labels) put(`LABEL ${name}`, shown(value));
  return fields;
}

/** What the value is by default; where that is not known, as written. */
function shown(value: Value): string {
  return value.byDefault ?? `as written: ${value.text}`;
}

function invocation(value: Invocation | null): string {
  if (value === null) return '';
  return value.form === 'exec' ? JSON.stringify(value.words) : `shell: ${value.script}`;
}
