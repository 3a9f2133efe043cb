import { TRANSFORMS } from '../transforms/index.ts';
import { type MigrateInput, migrate as migrateWith } from './migrate.ts';
import type { Migration } from './migration.ts';

/** Migrates one Dockerfile with every transform that the options let run. Reads through `input.repository` only, and writes nothing. */
export function migrate(input: MigrateInput): Migration {
  return migrateWith(input, [...TRANSFORMS, ...(input.custom ?? [])]);
}

export { TRANSFORMS } from '../transforms/index.ts';
export { type Config, defineConfig } from './config/config.ts';
export type { Decision, Evidence, FieldChange, Reason, Verdict } from './decision.ts';
export { decisionsOf } from './decision.ts';
export { type Facts, fromOf, type Item, type Survey, survey, viewOf } from './facts.ts';
export type { MigrateInput } from './migrate.ts';
export type { Edit, Migration } from './migration.ts';
export { DEFAULTS, type Options } from './options.ts';
export { type Plan, type Stage, type Step, textOf } from './plan/plan.ts';
export type { Problem } from './problem.ts';
export { discoverDockerfiles } from './repository/discover.ts';
export { openRepository } from './repository/disk.ts';
export { memoryRepository } from './repository/memory.ts';
export type { BuildContext, Repository } from './repository/repository.ts';
export { type RepositoryFacts, repositoryFacts } from './repository/repository-facts.ts';
export type { Outcome, Phase, Transform } from './transform.ts';
