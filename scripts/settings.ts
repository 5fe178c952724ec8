import { resolve } from 'node:path';
import { Refusal } from '#platform/refusal.ts';

/** What an installation may set in its environment. */
export type Settings = {
	/** Where the embedded database and everything else that is kept lives. */
	dataDirectory: string;
	/** A PostgreSQL of one's own instead of the embedded one, as the application signs in. */
	databaseUrl: string | undefined;
	/** The same database as its owner signs in, for migrations. */
	databaseOwnerUrl: string | undefined;
	host: string;
	/** 0 lets the system choose. */
	port: number;
	/** Whether a proxy in front sets `x-forwarded-*` headers that may be believed. */
	trustProxy: boolean;
};

/** The checkout. */
export const root = resolve(import.meta.dirname, '..');
export const migrations = resolve(root, 'db/migrations');

/** Reads the environment; an unusable value is a sentence. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
	return {
		dataDirectory: resolve(root, env.DATA_DIR || 'data'),
		databaseUrl: env.DATABASE_URL || undefined,
		databaseOwnerUrl: env.DATABASE_OWNER_URL || undefined,
		host: env.HOST || '127.0.0.1',
		port: readPort(env.PORT),
		trustProxy: env.TRUST_PROXY === '1',
	};
}

function readPort(text: string | undefined): number {
	if (!text) return 3000;
	if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
		throw new Refusal(`PORT is "${text}", which is no port: set a number from 1 to 65535, or leave it out for 3000.`);
	}
	return Number(text);
}

/** A path as it was typed: npm changes to the checkout, and says where it was called from. */
export const typedPath = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path);
