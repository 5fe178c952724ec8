import { tellPrintable } from '#materials/printing.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** What anybody may print at home or at school, and the files that others made. As for the help page: nobody should find it in a browser afterwards. */
export const load: PageServerLoad = ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	return inTransaction(locals.scope, async (tx) => {
		const { materials, hasNumbers } = await tellPrintable(tx, locals.locale);
		return {
			hasNumbers,
			materials: materials.map(
				({ id, kind, titleSq, titleEn, audience, licence, owner, demonstration, formats, versions }) => ({
					...{ id, kind, titleSq, titleEn, audience, licence, owner, demonstration, formats },
					versions: versions.map((version) => ({ id: version.id, language: version.language, file: version.file })),
				}),
			),
		};
	});
};
