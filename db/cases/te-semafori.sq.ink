# title: Te semafori
# about: Një fëmijë nga shkolla kërkon para te semafori, dhe dikush i merr.
# audience: age_12_14
# answers: 1, 2, 3, 4
# minutes: 20
# content_note: Flet për një fëmijë që detyrohet të lypë. Askush nuk lëndohet në tregim.
# question: Cili është ndryshimi mes varfërisë dhe detyrimit?
# question: Çfarë mund të bëjë një fëmijë, dhe çfarë u takon të rriturve?
# question: Kujt do t’i tregoje ti?
# note: Mos thoni se lypja i përket një komuniteti. Shfrytëzimi ndodh kudo.
# note: Prindërit nuk gjykohen në klasë. Flisni për atë që i duhet fëmijës.
# note: Në klasë mund të ketë fëmijë që punojnë. Flisni me kujdes dhe pa shembuj nga klasa.

-> fillimi

=== fillimi ===
Çdo pasdite e sheh Ardin te semafori. Ai është në klasën e gjashtë të shkollës sate.
Shet shami letre dhe kërkon para nga makinat. Sot bie shi, dhe ai nuk ka xhup.
* [Përshëndete dhe pyete si është.] -> biseda
* [Jepi ca para.] -> parate
* [Kalo pa folur.] -> mungesa

=== biseda ===
# discuss: Çfarë të bën përshtypje në fjalët e Ardit?
Ardi buzëqesh pak. «Duhet ta mbush shumën para se të erret,» thotë.
Në cep të rrugës pret një makinë. Brenda është xhaxhai i tij.
* [Pyete a vjen nesër në shkollë.] -> shkolla
* [Shko te makina dhe pyet xhaxhanë.] -> makina

=== parate ===
# discuss: Te kush përfunduan paratë?
Ardi i merr dhe vrapon te një makinë. Paratë i merr xhaxhai.
Pastaj Ardi kthehet te semafori. «Edhe pak,» të thotë.
* [Blij diçka për të ngrënë dhe rri me të.] -> biseda
* [Trego në shtëpi çfarë pe.] -> shtepia

=== mungesa ===
# discuss: Pse heshtin ndonjëherë shokët?
Të nesërmen karrigia e Ardit është bosh. «Ai ashtu është mësuar,» thonë disa.
Mësuesja pyet nëse dikush di diçka.
* [Tregoji mësueses çfarë pe.] -> mesuesja
* [Hesht, që të mos ketë telashe.] -> shkolla

=== makina ===
# discuss: Pse nuk duhet ta përballosh ti vetë?
Xhaxhai ul xhamin. «Kemi nevojë. Është punë familjeje,» thotë.
Ai të sheh gjatë dhe ikën bashkë me Ardin. Kjo nuk është barrë për një fëmijë.
* [Trego në shtëpi menjëherë.] -> shtepia
* [Fol nesër me mësuesen.] -> mesuesja

=== shkolla ===
# discuss: Cilat shenja tregojnë se Ardi është i detyruar?
Dy ditë më vonë Ardi vjen në shkollë. Ka gjumë dhe i dhembin këmbët.
«Nëse nuk e mbush shumën, rri pa darkë,» thotë. «Mos i trego askujt.»
* [Thuaji: nuk është faji yt, shkojmë te mësuesja.] -> mesuesja
* [Premtoji se nuk do të tregosh.] -> premtimi

=== premtimi ===
# discuss: Cilat sekrete duhen thënë?
Ti e mban fjalën. Por natën nuk fle dot.
Një sekret që dëmton dikë nuk është për ta mbajtur.
* [Telefono linjën e fëmijëve.] -> linja
* [Fol me gjyshen.] -> shtepia

=== shtepia ===
# discuss: Çfarë të ndihmon kur tregon diçka të vështirë?
Gjyshja dëgjon deri në fund. «Mirë bëre që fole. Varfëria nuk është turp.»
«Por askush nuk duhet të detyrojë një fëmijë të lypë.» Ajo njeh punonjësen për fëmijët në bashki.
* [Shkoni bashkë te punonjësja.] -> bashkia
* [Telefononi bashkë linjën e fëmijëve.] -> linja

=== mesuesja ===
# discuss: Pse nuk kërkon mësuesja prova?
Mësuesja Arta ulet pranë teje. Ajo nuk kërkon prova.
«Më trego vetëm çfarë pe. Të tjerat i bëjnë të rriturit.»
* [Tregoji çfarë pe.] -> veprimi
* [Pyete çfarë do të ndodhë me Ardin.] -> pastaj

=== bashkia ===
# helps: Çdo bashki ka punonjës për mbrojtjen e fëmijëve. Mund të shkosh edhe pa takim.
# helps: Familja merr ndihmë për ushqim, letra dhe shkollë.
# helps: Ndihma vlen edhe kur askush nuk është i sigurt ende.
Punonjësja dëgjon dhe shkruan pak. Ajo viziton familjen me qetësi.
Pas një jave Ardi ka xhup dhe kthehet në shkollë.
-> END

=== linja ===
# helps: Linja e fëmijëve dëgjon falas. Mund të thuash vetëm emrin tënd të parë, ose asnjë.
# helps: Trego ku dhe kur e sheh. Nuk është nevoja të bësh hetime.
# helps: Mund të telefonosh përsëri.
Një zë i ngrohtë pyet ku dhe kur e sheh Ardin. «Bëre gjënë e duhur,» thotë.
Ajo njofton ata që mund të shkojnë atje. Ti fle i qetë.
-> END

=== veprimi ===
# helps: Mësuesit dhe psikologët kanë detyrë të njoftojnë kur një fëmijë rrezikohet.
# helps: Ti mund të mbetesh thjesht shok: fol, luaj, ndaj mësimet.
# helps: Ardi nuk ka faj dhe nuk ndëshkohet.
Mësuesja njofton personin e duhur të shkollës. Emri yt nuk përmendet.
Ardi merr libra dhe drekë. Ju luani përsëri bashkë.
-> END

=== pastaj ===
# helps: Askush nuk ia merr Ardin familjes pa arsye. Së pari ndihmohet familja.
# helps: Nëse dikush e detyron, përgjigjet ai, jo Ardi.
# helps: Pyet përsëri mësuesen pas disa ditësh.
«Së pari pyesim çfarë i duhet,» thotë Arta. «Pastaj ndihmojmë edhe familjen.»
Ti kupton se të flasësh nuk do të thotë të tradhtosh.
-> END
