import { isMessageKey, type Translate } from '#i18n/t.ts';

/** What the fields of the form are called; issues name the same fields. */
export function formLabel(t: Translate, name: string): string {
	const key = `return.field.${name}`;
	if (isMessageKey(key)) return t(key);
	const [, group, sex] = /^n_(\w+)_(female|male|not_recorded)/.exec(name) ?? [];
	if (group && sex && isMessageKey(`group.${group}`))
		return `${t(`group.${group}` as 'group.pupils')}, ${t(`sex.${sex as 'male'}`)}`;
	const [, kind, language] = /^m_([a-z]+)_([a-z]+)/.exec(name) ?? [];
	if (kind && language && isMessageKey(`material.${kind}`))
		return `${t(`material.${kind}` as 'material.card')}, ${t(`material_language.${language as 'sq'}`)}`;
	if (name.startsWith('v_')) return t('return.materials');
	return t('return.field.counts');
}
