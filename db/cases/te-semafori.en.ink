# title: At the traffic lights
# about: A child from school asks for money at the lights, and somebody takes it.
# audience: age_12_14
# answers: 1, 2, 3, 4
# minutes: 20
# content_note: Speaks of a child who is made to beg. Nobody is hurt in the story.
# question: What is the difference between being poor and being forced?
# question: What can a child do, and what is for adults to do?
# question: Whom would you tell?
# note: Do not say that begging belongs to a community. Exploitation happens everywhere.
# note: Parents are not judged in class. Talk about what the child needs.
# note: There may be children in class who work. Speak with care and without examples from the class.

-> beginning

=== beginning ===
Every afternoon you see Ardi at the traffic lights. He is in grade six at your school.
He sells paper tissues and asks drivers for money. Today it rains, and he has no jacket.
* [Say hello and ask how he is.] -> talk
* [Give him some money.] -> money
* [Pass by without a word.] -> absence

=== talk ===
# discuss: What strikes you in Ardi’s words?
Ardi smiles a little. “I have to reach the sum before it gets dark,” he says.
A car waits at the corner. His uncle is in it.
* [Ask whether he is coming to school tomorrow.] -> school
* [Go to the car and ask the uncle.] -> car

=== money ===
# discuss: Who got the money in the end?
Ardi takes it and runs to a car. His uncle takes the money.
Then Ardi goes back to the lights. “A little more,” he tells you.
* [Buy something to eat and stay with him.] -> talk
* [Tell at home what you saw.] -> home

=== absence ===
# discuss: Why do classmates sometimes keep quiet?
The next day Ardi’s chair is empty. “He is used to it,” some say.
The teacher asks whether anybody knows something.
* [Tell the teacher what you saw.] -> teacher
* [Keep quiet, so that there is no trouble.] -> school

=== car ===
# discuss: Why should you not face this alone?
The uncle lowers the window. “We need it. It is a family matter,” he says.
He looks at you for a long time and drives off with Ardi. This is not a burden for a child to carry.
* [Tell at home at once.] -> home
* [Talk to the teacher tomorrow.] -> teacher

=== school ===
# discuss: Which signs show that Ardi is forced?
Two days later Ardi comes to school. He is sleepy and his legs hurt.
“If I miss the sum, I get no dinner,” he says. “Do not tell anybody.”
* [Say: it is not your fault, let us go to the teacher.] -> teacher
* [Promise that you will not tell.] -> promise

=== promise ===
# discuss: Which secrets have to be told?
You keep your word. But at night you cannot sleep.
A secret that harms somebody is not for keeping.
* [Call the child helpline.] -> line
* [Talk to your grandmother.] -> home

=== home ===
# discuss: What helps you when you tell something hard?
Grandmother listens to the end. “It is good that you spoke. To be poor is no shame.”
“But nobody should force a child to beg.” She knows the child protection worker of the municipality.
* [Go to the worker together.] -> municipality
* [Call the child helpline together.] -> line

=== teacher ===
# discuss: Why does the teacher not ask for proof?
Arta, the teacher, sits down beside you. She does not ask for proof.
“Only tell me what you saw. The rest is for adults to do.”
* [Tell her what you saw.] -> action
* [Ask what will happen to Ardi.] -> afterwards

=== municipality ===
# helps: Every municipality has a child protection worker. You can go without an appointment.
# helps: The family gets help with food, papers and school.
# helps: Help counts even when nobody is sure yet.
The worker listens and writes little. She visits the family calmly.
A week later Ardi has a jacket and is back at school.
-> END

=== line ===
# helps: The child helpline listens free of charge. You can give your first name only, or none.
# helps: Say where and when you see him. You need not investigate.
# helps: You can call again.
A warm voice asks where and when you see Ardi. “You did the right thing,” it says.
It informs the people who can go there. You sleep well.
-> END

=== action ===
# helps: Teachers and psychologists have a duty to report when a child is at risk.
# helps: You can simply stay a friend: talk, play, share lessons.
# helps: Ardi is not to blame and is not punished.
The teacher tells the right person at school. Your name is not mentioned.
Ardi gets books and lunch. You play together again.
-> END

=== afterwards ===
# helps: Nobody takes Ardi from his family without reason. The family is helped first.
# helps: If somebody forces him, that person answers for it, not Ardi.
# helps: Ask the teacher again in a few days.
“First we ask what he needs,” says Arta. “Then we help the family too.”
You understand that speaking up is not betrayal.
-> END
