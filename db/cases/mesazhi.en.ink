# title: The message
# about: Somebody online asks for a picture, then threatens.
# audience: age_12_14, age_15_18
# answers: 2, 3, 4
# minutes: 20
# content_note: Speaks of private pictures and threats online. The pictures are not described.
# question: What were the first signs?
# question: Why does a blackmailer not stop once he is paid?
# question: What do you tell a friend who has sent a picture?
# note: Do not say “never send pictures”. Say what to do when it has happened.
# note: Often the person who writes is somebody the pupil knows, using another profile.
# note: Do not ask to see phones or messages of pupils.

-> beginning

=== beginning ===
You have been talking to Leo online for three weeks. He says he is at the other school. You like the same music.
Today he writes: “Send me a picture just for me.”
* [Ask why he wants it.] -> why
* [Send an ordinary picture.] -> picture
* [Do not answer and tell your sister.] -> sister

=== why ===
# discuss: What does not fit about Leo?
“If you trust me, you will send it,” writes Leo.
When you ask to talk on camera, he always has a reason. His profile is two months old.
* [Stop the conversation.] -> stopping
* [Send a picture, so as not to lose him.] -> picture

=== picture ===
# discuss: At what moment did the conversation change?
Leo praises you. Then he asks for another one, more private. You hesitate, but you send it.
Soon he writes differently: “Now you do what I say.”
* [Beg him to delete it.] -> begging
* [Close the screen and tell your sister.] -> sister

=== stopping ===
# discuss: Why are you not to blame for this threat?
Leo writes ten times in a row. Then he writes from another profile.
“I have the pictures from your page. I will change them and spread them.”
* [Keep the messages and block him.] -> evidence
* [Tell your sister what is happening.] -> sister

=== begging ===
# discuss: What does Leo really want?
He wants money. Then he offers “work”: to find other girls and boys for him.
“Otherwise I will send it to all your friends.”
* [Do not pay, and keep the messages.] -> evidence
* [Pay, so that it ends.] -> payment

=== payment ===
# discuss: What does Leo learn when he gets money?
You pay with your savings. The next day he wants double.
People who threaten do not stop at the first payment.
* [Stop paying and talk to your sister.] -> sister
* [Call the child helpline.] -> line

=== evidence ===
# discuss: Which evidence should be kept?
You take pictures of the screen: name, time, messages. Then you block and report the profile.
Your hands tremble. But now there is evidence.
* [Tell your sister.] -> sister
* [Talk to the school psychologist.] -> psychologist

=== sister ===
# discuss: What does the sister do well?
Your sister does not shout. “The one who threatens is to blame,” she says.
She asks only one thing: “Do you want to talk to somebody tonight?”
* [Yes, we call together.] -> line
* [We go to the police tomorrow.] -> police
* [We talk to the school psychologist.] -> psychologist

=== line ===
# helps: The child helpline listens free of charge, and you need not give a name.
# helps: Do not pay and send nothing more.
# helps: Platforms take down pictures of children when asked. The helpline helps you with it.
“It is good that you called,” says the voice. “This can be solved.”
Together you make a short list. The first step is simple.
-> END

=== psychologist ===
# helps: The psychologist tells those who need to know, and tells you every step.
# helps: The school stops it from spreading, if something gets out.
# helps: A picture does not say who you are.
Dritan, the psychologist, listens without asking for the pictures. “I do not need them,” he says. “I need you.”
The school is ready, even if something spreads.
-> END

=== police ===
# helps: Threatening somebody with pictures is a crime, even if you sent them yourself.
# helps: Bring the messages you kept, and an adult.
# helps: Report it even if you do not know who it is.
The officer writes down what matters. Nobody sees the picture unless they have to.
Some weeks later it turns out that Leo was somebody from the neighbourhood.
-> END
