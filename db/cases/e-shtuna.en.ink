# title: Saturday
# about: A classmate is to be engaged to somebody she does not know.
# audience: age_12_14, age_15_18
# answers: 1, 2, 3, 5
# minutes: 25
# content_note: Speaks of a forced engagement. There are no scenes of violence.
# question: When is an engagement free, and when is it forced?
# question: Who gains when money is taken for a marriage?
# question: How can you object and love your family at the same time?
# note: Early marriage exists in many families and countries. Do not tie it to a community.
# note: Boys are forced into engagements too. Let them talk.
# note: Somebody in class may be in this situation. Say where help is, without asking anybody.

-> beginning

=== beginning ===
Dea is fifteen and sits beside you in class. Today she speaks in a low voice.
“On Saturday they are coming for the engagement. I do not know him.” Her parents say that she is lucky.
* [Ask what she wants.] -> wish
* [Say that parents know best.] -> parents
* [Ask who he is.] -> him

=== wish ===
# discuss: Why is it hard to say what you want?
Dea is silent for a while. “I want to finish school,” she says at last.
“But I do not want to shame my parents.”
* [Tell her that she may say no.] -> right
* [Think who could talk to her parents.] -> bridge

=== parents ===
# discuss: What does it mean to take money for somebody?
Dea lowers her head. The next day she is not at school.
She writes: “They took money for my journey. Now we cannot go back.”
* [Write: money does not make anybody property.] -> right
* [Talk to the class teacher.] -> teacher

=== him ===
# discuss: Which things worry you here?
He is much older and lives abroad. A neighbour found him, and she is paid for it.
Dea is to leave at once. The papers “are his business”.
* [Count together what is wrong.] -> signs
* [Ask what she wants.] -> wish

=== signs ===
# discuss: Which of these signs is the most serious for you?
You make a list. She does not know him. Somebody takes money. Her schooling is cut short. Somebody else keeps the papers.
“This is no wedding,” says Dea slowly.
* [Go to the class teacher.] -> teacher
* [Find a relative who listens.] -> bridge

=== right ===
# discuss: What would you tell Dea?
“Nobody has the right to marry you off by force,” you tell her.
Dea cries and laughs at once. “And if they get angry?”
* [Ask the teacher for help.] -> teacher
* [Try her aunt first.] -> bridge

=== bridge ===
# discuss: What makes the aunt a good help?
Vjollca, the aunt, loves Dea very much. She talks to the mother, who agrees to wait.
The father hesitates. “I have given my word,” he says.
* [The aunt calls the child protection worker.] -> municipality
* [Dea speaks herself, with her aunt beside her.] -> word

=== teacher ===
# discuss: Why is it good that the teacher says what she will do?
Irena, the teacher, closes the door and listens. “I cannot keep it secret, because I want to protect you.”
“But I will do nothing behind your back.”
* [Dea agrees that the teacher reports it.] -> municipality
* [Dea says that the departure is tomorrow.] -> hurry

=== municipality ===
# helps: The child protection worker talks to the child alone, and to the family.
# helps: The law protects a child even when it is said that the child agreed.
# helps: The family can get advice and help. Everybody gains time.
The worker comes to the home with respect. She listens to the father too.
There is no engagement. On Monday Dea sits beside you again.
-> END

=== word ===
# helps: Say it again calmly: “I do not want it now. I want school.”
# helps: A relative beside you gives you strength.
# helps: If words are not enough, the psychologist and the municipality help.
Dea speaks and trembles, but she speaks. Her aunt holds her hand.
The father is silent for a long time. “My word is not worth as much as you,” he says in the end.
-> END

=== hurry ===
# helps: When the departure is near, call the police or the helpline now.
# helps: Tell somebody where you are going and with whom.
# helps: Even at the border you can say: “I do not want to travel.”
Irena does not wait for tomorrow. She calls at once and stays with Dea.
That night nobody leaves. Help came in time.
-> END
