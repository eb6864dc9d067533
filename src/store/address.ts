/** Where a database is: the path of a SQLite file, or a `postgres://` address. */
export type DatabaseAddress = string;

/** True for the address of a PostgreSQL server; anything else is a file. */
export function isPostgres(address: DatabaseAddress): boolean {
  return /^postgres(ql)?:\/\//i.test(address);
}

/** The address for messages and logs: a PostgreSQL one without user, password and parameters. */
export function displayAddress(address: DatabaseAddress): string {
  if (!isPostgres(address)) return address;
  if (!URL.canParse(address)) return "postgres://…";
  const { host, pathname } = new URL(address);
  return `postgres://${host}${pathname}`;
}
