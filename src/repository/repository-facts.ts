import { type ContextListings, contextListings } from './build-context.ts';
import type { Consumer } from './consumer.ts';
import { readConsumers } from './consumers/index.ts';
import type { Repository } from './repository.ts';

/** What is known of a repository whatever the Dockerfile: read once, however many Dockerfiles it has. */
export interface RepositoryFacts {
  readonly consumers: readonly Consumer[];
  readonly listings: ContextListings;
}

/** Reads when it is asked, and once. The repository must not change meanwhile. */
export function repositoryFacts(repository: Repository): RepositoryFacts {
  let consumers: readonly Consumer[] | null = null;
  return {
    get consumers() {
      consumers ??= readConsumers(repository).consumers;
      return consumers;
    },
    listings: contextListings(),
  };
}
