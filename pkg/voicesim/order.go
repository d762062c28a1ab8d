package voicesim

// The actions of this file are orders to the [Switch], which turns them into events of other legs.

// Dial calls a phone. The new leg bears the Sid of the Call.
type Dial struct{ Call Call }

// Drop ends a leg that this one has dialled.
type Drop struct {
	Sid    string
	Status Status // what becomes of it if nobody has answered: Canceled, NoAnswer
}

// Bridge connects with a leg that is ready.
type Bridge struct {
	Sid  string
	Tape Taping // what records the two
}

// Ready says that whoever was dialled, or waited in a queue, can be connected.
type Ready struct{}

// Away says that a leg goes on alone: the application has led it elsewhere.
type Away struct{}

// PassOn tells the leg that dialled this one that whoever holds its phone wants the call passed on.
type PassOn struct{ Target string }

// Talk is said to, or pressed for, whoever else is on the line.
type Talk struct{ Text, Keys string }

// Join enters a conference.
type Join struct {
	Name         string
	Muted        bool
	StartOnEnter bool
	EndOnExit    bool
	BeepOnEnter  bool
	BeepOnExit   bool
	Label        string
	Coach        string // the CallSid of the one who is coached
	Most         int    // participants
	Status       Hook   // counts where the leg is the first
	Record       *Hook  // where the recording is told of, nil for none; counts where the leg is the first
}

// Depart leaves a conference.
type Depart struct {
	Why    string
	Kicked bool // by the REST API
}

// Adjust changes what the leg is in its conference.
type Adjust struct{ Adjusted }

// Conclude ends the conference that the leg is in, for everybody.
type Conclude struct{}

// LineUp enters a queue.
type LineUp struct {
	Name string
	Most int // that may wait in it
}

// AskPlace asks where in its queue the leg stands; the answer is [Moved].
type AskPlace struct{}

// StepOut leaves a queue, or ends the wait for somebody in it.
type StepOut struct {
	Away bool // the application has led the leg elsewhere
}

// Summon asks a queue for its first caller, and waits until there is one.
type Summon struct {
	Name     string
	Announce Hook // the document that the caller hears before
}

func (Dial) IsAction()     {}
func (Drop) IsAction()     {}
func (Bridge) IsAction()   {}
func (Ready) IsAction()    {}
func (Away) IsAction()     {}
func (PassOn) IsAction()   {}
func (Talk) IsAction()     {}
func (Join) IsAction()     {}
func (Depart) IsAction()   {}
func (Adjust) IsAction()   {}
func (Conclude) IsAction() {}
func (LineUp) IsAction()   {}
func (AskPlace) IsAction() {}
func (StepOut) IsAction()  {}
func (Summon) IsAction()   {}
