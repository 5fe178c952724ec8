# title: Mesazhi
# about: Dikush në rrjet kërkon një fotografi, pastaj kërcënon.
# audience: age_12_14, age_15_18
# answers: 2, 3, 4
# minutes: 20
# content_note: Flet për fotografi private dhe kërcënim në rrjet. Fotografitë nuk përshkruhen.
# question: Cilat ishin shenjat e para?
# question: Pse nuk ndalet pas pagesës ai që kërcënon?
# question: Çfarë i thua një shoku që ka dërguar një fotografi?
# note: Mos thoni «mos dërgoni kurrë». Thoni çfarë të bëjnë kur ka ndodhur.
# note: Shpesh kush shkruan është dikush i njohur, me një profil tjetër.
# note: Mos kërkoni të shihni telefona ose mesazhe të nxënësve.

-> fillimi

=== fillimi ===
Prej tri javësh flet në rrjet me Leon. Thotë se është në shkollën tjetër. Ju pëlqen e njëjta muzikë.
Sot shkruan: «Më dërgo një foto vetëm për mua.»
* [Pyete pse e do.] -> pse
* [Dërgo një foto të zakonshme.] -> foto
* [Mos u përgjigj dhe tregoji motrës.] -> motra

=== pse ===
# discuss: Çfarë nuk përputhet te Leo?
«Nëse më beson, e dërgon,» shkruan Leo.
Kur i kërkon të flisni me kamerë, gjen gjithnjë një arsye. Profili i tij është dy muajsh.
* [Ndale bisedën.] -> ndalimi
* [Dërgo një foto, që të mos e humbësh.] -> foto

=== foto ===
# discuss: Në cilin çast ndryshoi biseda?
Leo të lavdëron. Pastaj kërkon një tjetër, më private. Ti ngurron, por e dërgon.
Pas pak shkruan ndryshe: «Tani bën çfarë them unë.»
* [Lutu që ta fshijë.] -> lutja
* [Mbylle ekranin dhe tregoji motrës.] -> motra

=== ndalimi ===
# discuss: Pse nuk e ke fajin ti për këtë kërcënim?
Leo shkruan dhjetë herë radhazi. Pastaj shkruan nga një profil tjetër.
«Kam fotot nga faqja jote. Do t’i ndryshoj dhe do t’i shpërndaj.»
* [Ruaj mesazhet dhe bllokoje.] -> provat
* [Tregoji motrës çfarë po ndodh.] -> motra

=== lutja ===
# discuss: Çfarë kërkon Leo në të vërtetë?
Ai kërkon para. Pastaj ofron një «punë»: t’i gjesh vajza e djem të tjerë.
«Ndryshe, ua dërgoj të gjithë shokëve.»
* [Mos paguaj dhe ruaj mesazhet.] -> provat
* [Paguaj, që të mbarojë.] -> pagesa

=== pagesa ===
# discuss: Çfarë mëson Leo kur merr para?
Ti paguan me paratë e kursyera. Të nesërmen ai kërkon dyfishin.
Kush kërcënon nuk ndalet te pagesa e parë.
* [Ndali pagesat dhe fol me motrën.] -> motra
* [Telefono linjën e fëmijëve.] -> linja

=== provat ===
# discuss: Cilat prova duhen ruajtur?
Ti fotografon ekranin: emrin, orën, mesazhet. Pastaj e bllokon dhe e raporton profilin.
Duart të dridhen. Por tani ka prova.
* [Tregoji motrës.] -> motra
* [Fol me psikologun e shkollës.] -> psikologu

=== motra ===
# discuss: Çfarë bën motra mirë?
Motra nuk bërtet. «Fajin e ka ai që kërcënon,» thotë.
Ajo pyet vetëm një gjë: «A do të flasësh me dikë sonte?»
* [Po, telefonojmë bashkë.] -> linja
* [Shkojmë nesër në polici.] -> policia
* [Flasim me psikologun e shkollës.] -> psikologu

=== linja ===
# helps: Linja e fëmijëve dëgjon falas dhe pa emër.
# helps: Mos paguaj dhe mos dërgo më asgjë.
# helps: Faqet e rrjetit heqin fotografi të fëmijëve kur u kërkohet. Linja të ndihmon.
«Mirë bëre që telefonove,» thotë zëri. «Kjo ka zgjidhje.»
Bashkë bëni një listë të shkurtër. Hapi i parë është i thjeshtë.
-> END

=== psikologu ===
# helps: Psikologu njofton ata që duhet dhe të thotë çdo hap.
# helps: Shkolla ndalon përhapjen, nëse diçka del.
# helps: Fotografia nuk thotë kush je.
Psikologu Dritani dëgjon pa i kërkuar fotografitë. «Nuk më duhen,» thotë. «Më duhesh ti.»
Shkolla është gati, edhe nëse diçka përhapet.
-> END

=== policia ===
# helps: Kërcënimi me fotografi është vepër penale, edhe kur ti e ke dërguar vetë.
# helps: Merr me vete mesazhet e ruajtura dhe një të rritur.
# helps: Lajmëro edhe kur nuk e di kush është.
Polici shkruan çfarë ka rëndësi. Fotografinë nuk e sheh kush nuk duhet.
Pas disa javësh del se Leo ishte dikush nga lagjja.
-> END
