package child

import (
	"os"
	"os/exec"
	"unsafe"

	"golang.org/x/sys/windows"
)

// tree is a COMMAND and all that it has started: a job, which Windows ends as a whole, at the latest when our process does.
// A COMMAND such as `npm start` is a cmd that has started a node. What it starts before it is put into the job, within the first
// millisecond, is not part of it.
//
// https://learn.microsoft.com/en-us/windows/win32/procthread/job-objects
type tree struct {
	root *os.Process
	job  windows.Handle // 0 where Windows gives none: then only the first process is ended
}

// plant has a command that is not started yet begin a tree. A job is made later.
func plant(*exec.Cmd, bool) {}

// grown is the tree of a command that runs.
func grown(root *os.Process, _ bool) tree {
	t := tree{root: root}
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return t
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE},
	}
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	if err == nil {
		err = put(root, job)
	}
	if err != nil {
		_ = windows.CloseHandle(job)
		return t
	}
	t.job = job
	return t
}

func put(p *os.Process, job windows.Handle) error {
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return err
	}
	defer windows.CloseHandle(process)
	return windows.AssignProcessToJobObject(job, process)
}

// forwarded is nothing: a console tells every process in it by itself.
func forwarded(bool) []os.Signal { return nil }

func (t tree) signal(os.Signal) { t.kill() }

func (t tree) terminate() { t.kill() }

func (t tree) kill() {
	if t.job == 0 || windows.TerminateJobObject(t.job, 1) != nil {
		_ = t.root.Kill()
	}
}

// close lets go of the job, and ends what is left of it.
func (t tree) close() {
	if t.job != 0 {
		_ = windows.CloseHandle(t.job)
	}
}

func exitCode(state *os.ProcessState) int { return state.ExitCode() }
