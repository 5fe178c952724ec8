import { onCommittee } from '#committees/actions.server.ts';
import { fileName } from '#materials/naming.ts';
import { getMaterial } from '#materials/store.server.ts';
import { getVersion } from '#materials/versions.server.ts';
import { findUsedFile } from '#platform/files.server.ts';
import { Problem } from '#platform/problem.ts';
import { sendFile } from '#platform/sending.server.ts';
import type { RequestHandler } from './$types';

/** The file of a version in any state, for whoever may see the version: whoever checks has to open it. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const found = await onCommittee(locals, async ({ tx, committee }) => {
		const version = await getVersion(tx, params.id);
		const material = await getMaterial(tx, committee.id, version.materialId);
		const file = version.file ? await findUsedFile(tx, version.file.sha256) : undefined;
		return file && { file, name: fileName(material, version) };
	});
	if (!found) throw new Problem('not_found', 'a version without a file');
	return sendFile(request, found.file, { everybody: false, name: found.name });
};
