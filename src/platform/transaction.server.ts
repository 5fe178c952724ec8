import {
	type CompiledQuery,
	type DatabaseConnection,
	type Driver,
	Kysely,
	PostgresAdapter,
	PostgresIntrospector,
	PostgresQueryCompiler,
	type QueryResult,
} from 'kysely';
import type postgres from 'postgres';
import { Problem } from './problem.ts';

/** Nothing more may be asked of a connection that is gone: who would, waits here and is forgotten. */
const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** What postgres.js, PostgreSQL and the system say when the connection goes, or when there is none to be had. */
export const isLoss = (fault: unknown): boolean =>
	fault instanceof Error && 'code' in fault && /^(CONNECT|ECONN|ENOENT|EPIPE|57P0[123])/.test(String(fault.code));

/** One transaction of postgres.js as Kysely's only connection. */
class TransactionConnection implements DatabaseConnection {
	/** Set as soon as postgres.js says that the connection is gone. */
	lost = false;
	/** Set at the end of the work: what is asked later would run in no transaction, or in somebody else's. */
	over = false;
	readonly #sql: postgres.TransactionSql;

	constructor(sql: postgres.TransactionSql) {
		this.#sql = sql;
	}

	async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
		if (this.lost) return never();
		if (this.over) throw new Error('this transaction is over');
		try {
			const rows = await this.#sql.unsafe(sql, [...parameters] as postgres.ParameterOrJSON<never>[], { prepare: true });
			return { rows: [...rows] as R[], numAffectedRows: BigInt(rows.count ?? 0) };
		} catch (fault) {
			if (isLoss(fault)) return never();
			throw fault;
		}
	}

	streamQuery(): AsyncIterableIterator<never> {
		throw new Error('queries are not streamed');
	}
}

const refused = async (): Promise<never> => {
	throw new Error('a transaction does not begin or end another one');
};

function driverOf(connection: TransactionConnection): Driver {
	return {
		init: async () => {},
		acquireConnection: async () => connection,
		beginTransaction: refused,
		commitTransaction: refused,
		rollbackTransaction: refused,
		releaseConnection: async () => {},
		destroy: async () => {},
	};
}

/**
 * Runs `work` in one transaction. When the connection is lost meanwhile (PostgreSQL was restarted or killed), it fails at
 * once with the problem `unavailable`: nothing is sent to the dead connection any more, because postgres.js would wait
 * for an answer for ever. Whether a commit under way still happened is then not known.
 */
export async function transact<DB, T>(
	pool: postgres.Sql,
	mode: 'read write' | 'read only',
	work: (db: Kysely<DB>) => Promise<T>,
): Promise<T> {
	let connection: TransactionConnection | undefined;
	try {
		const result = await pool.begin(mode, async (sql) => {
			const own = new TransactionConnection(sql);
			connection = own;
			const db = new Kysely<DB>({
				dialect: {
					createAdapter: () => new PostgresAdapter(),
					createDriver: () => driverOf(own),
					createIntrospector: (any) => new PostgresIntrospector(any),
					createQueryCompiler: () => new PostgresQueryCompiler(),
				},
			});
			try {
				const done = await work(db);
				return own.lost ? never<T>() : done;
			} catch (fault) {
				if (own.lost) return never<T>();
				throw fault;
			} finally {
				own.over = true;
			}
		});
		return result as T;
	} catch (fault) {
		if (connection) connection.lost = true;
		if (isLoss(fault)) throw new Problem('unavailable', `the database went away: ${(fault as Error).message}`);
		throw fault;
	}
}
