import postgres from 'postgres';
import { closeDatabase, connectAsOwner, connectionOptions } from '#platform/db.server.ts';
import { migrate } from '#platform/migrations.server.ts';
import { roles } from '#platform/roles.server.ts';

/** A database that a test file has to itself, on the server of the tests: what is committed or broken there disturbs no other. */
export type OwnDatabase = {
	/** A superuser's connections, for what neither the owner nor the application may do. */
	superuser: postgres.Sql;
	drop(): Promise<void>;
};

/** Makes the database as the embedded server has it, migrated by its owner; from then on `inTransaction` works there. */
export async function openOwnDatabase(name: string): Promise<OwnDatabase> {
	await closeDatabase();
	const server = asSuperuser('postgres');
	await server.unsafe(`create database ${name} owner ${roles.owner} template template0`);
	process.env.KAMBANA_DATABASE = name;
	const owner = connectAsOwner();
	await migrate(owner, 'db/migrations');
	await owner.end({ timeout: 1 });
	const superuser = asSuperuser(name);
	return {
		superuser,
		async drop() {
			await closeDatabase();
			await superuser.end({ timeout: 1 });
			await server.unsafe(`drop database ${name} with (force)`);
			await server.end({ timeout: 1 });
		},
	};
}

const asSuperuser = (database: string): postgres.Sql =>
	postgres({ ...connectionOptions(), username: 'postgres', database, max: 2 } as postgres.Options<
		Record<string, postgres.PostgresType>
	>) as postgres.Sql;
