/** A user other than root, as it is written in --chown. */
export function nameOfUser(user: string | null | undefined): string | null {
  return user === null || user === undefined || /^(root|0)(:|$)/.test(user) ? null : user;
}
