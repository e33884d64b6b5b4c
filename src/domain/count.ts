/** A number with its noun: `1 failure`, `3 failures`; `more` where the plural is not formed by an s. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${many} ${many === 1 ? one : more}`;
}
