# title: The present
# about: A friend has a boyfriend who gives a lot and asks for more and more.
# audience: age_15_18
# answers: 1, 2, 3, 4
# minutes: 30
# content_note: Speaks of control and pressure in a relationship. There are no scenes of violence.
# question: When does care turn into control?
# question: Which words help a friend to talk?
# question: Who in our school can listen?
# note: Boys and girls can be on both sides. Do not split them into groups.
# note: The friend is not to blame. The person who puts pressure on her chooses to do so.
# note: Do not ask for examples from the pupils’ lives. If somebody tells you something, follow the steps below.

-> beginning

=== beginning ===
Ana, your close friend, has a boyfriend. His name is Eri and he is older than you both.
He has bought her a new phone and waits for her at school every day. “Nobody has loved me like this,” she says.
* [Be glad for her and ask how they met.] -> meeting
* [Tell her that the presents worry you.] -> worry
* [Say nothing and wait.] -> apart

=== meeting ===
# discuss: What does Ana know about Eri, and what does he know about her?
They met through a mutual friend. Eri knows everything about Ana: her dreams, her quarrels, the money she does not have.
“When you finish school, we will go abroad together,” he tells her. He says little about his work.
* [Ask what she knows about him.] -> asking
* [Suggest that all three of you go out.] -> threesome

=== worry ===
# discuss: How can you voice a worry without judging?
Ana closes up. “You do not want me to be happy.”
The next day she is silent. Eri has asked for the password of her phone.
* [Say that you are there, whatever she chooses.] -> asking
* [Ask the school psychologist for advice.] -> psychologist

=== apart ===
# discuss: Which signs do you see now?
Weeks go by. Ana no longer goes out with you. Eri chooses her clothes and her company.
One evening she writes: “Do not call me. He gets angry.”
* [Write: I am here, at any hour.] -> asking
* [Tell an adult you trust.] -> psychologist

=== asking ===
# discuss: What does “if you love me, do it” mean?
Ana thinks for a long time. She does not know where Eri lives. She knows none of his family or friends.
“If you love me, do it for me,” he often says. Now he has a debt and asks for her help.
* [Ask what help he wants.] -> demand
* [Go to the school psychologist together.] -> psychologist

=== threesome ===
# discuss: What did you see that Ana perhaps does not see?
Eri is polite. But he answers in place of Ana.
When her phone rings, he takes it. “We have no secrets,” he says with a laugh.
* [Tell Ana alone what you saw.] -> asking
* [Think that you are wrong and keep quiet.] -> demand

=== demand ===
# discuss: Why is this exploitation, even when he talks of love?
Ana cries. Eri wants her to go out with a friend of his, “only once”, for the debt.
He has pictures of her. “If you refuse, the whole town will see them.”
* [Say: you are not to blame and not alone.] -> no_blame
* [Promise that you will tell nobody.] -> silence

=== silence ===
# discuss: Which secret should you not keep alone?
You keep quiet, to protect her. Eri presses her even more.
Ana misses school for two days. She only writes: “I am afraid.”
* [Tell an adult you trust, now.] -> psychologist
* [Call the helpline yourself.] -> line

=== no_blame ===
# discuss: Why do these words help?
Ana breathes again. “I thought you would judge me.”
Together you keep the messages. You do not answer the threats.
* [Call the helpline together.] -> line
* [Go to the school psychologist.] -> psychologist

=== psychologist ===
# discuss: Why does she not promise secrecy?
Teuta, the psychologist, listens. She does not judge and does not ask much.
“I cannot keep it secret, because I want to protect her,” she says. “But I will tell you every step.”
* [Ana accepts the help today.] -> protection
* [Ana wants time and you stay near.] -> near

=== line ===
# helps: The helpline listens to a friend too. You need not give a name.
# helps: Keep the messages and pictures of the threats. Do not pay.
# helps: In immediate danger call the police.
A calm voice asks whether you are safe now. Then it tells you the first steps.
Ana talks for half an hour. “I can sleep for the first time,” she writes later.
-> END

=== protection ===
# helps: The child protection worker brings together those who have to help.
# helps: Threatening somebody with pictures is a crime. The person who threatens answers for it.
# helps: Ana decides with whom she talks. Nobody makes her meet Eri.
Teuta tells the right people. Ana’s mother comes and holds her.
The way is long. But Ana no longer walks it alone.
-> END

=== near ===
# helps: Do not break off the friendship. Control grows when somebody is left alone.
# helps: Agree on a word that means: come now.
# helps: Teuta stays ready. Help does not end with “not today”.
Ana says: “Not today.” Teuta gives her time and thinks of her safety.
Three days later Ana knocks on the door herself.
-> END
