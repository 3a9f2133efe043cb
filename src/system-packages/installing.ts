/** A RUN that installs packages and nothing beside them, and leaves no index behind. */
export function installing(manager: 'apt' | 'apk', packages: readonly string[]): string {
  const names = packages.join(' ');
  switch (manager) {
    case 'apt':
      return `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`;
    case 'apk':
      return `RUN apk add --no-cache ${names}`;
  }
}
