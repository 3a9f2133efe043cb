import type { Facts } from './facts.ts';
import { discoverDockerfiles } from './repository/discover.ts';

/** Every Dockerfile that may be built in the context: those below its folder, and those that a consumer builds there, whatever they are called. */
export function dockerfilesOfContext({ repository, context, consumers }: Facts): readonly string[] {
  const named = consumers.flatMap((consumer) =>
    consumer.context === context.folder && consumer.dockerfile !== null ? [consumer.dockerfile] : [],
  );
  return [...new Set([...discoverDockerfiles(repository, context.folder), ...named])];
}
