package child

import (
	"os"
	"os/exec"
	"unsafe"

	"golang.org/x/sys/windows"
)

// tree is a COMMAND with all its processes: a job, which Windows ends as a whole, at the latest with our process. A
// COMMAND such as `npm start` is a cmd that starts a node. A process that it starts before it joins the job, within the
// first millisecond, is not part of it.
//
// https://learn.microsoft.com/en-us/windows/win32/procthread/job-objects
type tree struct {
	root *os.Process
	job  windows.Handle // 0 if Windows gives none: then only the first process is ended
}

// prepareTree does nothing. A job is made later.
func prepareTree(*exec.Cmd, bool) {}

// newTree returns the tree of a running command.
func newTree(root *os.Process, _ bool) tree {
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
		err = assignJob(root, job)
	}
	if err != nil {
		_ = windows.CloseHandle(job)
		return t
	}
	t.job = job
	return t
}

func assignJob(p *os.Process, job windows.Handle) error {
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return err
	}
	defer windows.CloseHandle(process)
	return windows.AssignProcessToJobObject(job, process)
}

// forwarded returns nothing: a console signals every process in it.
func forwarded(bool) []os.Signal { return nil }

func (t tree) signal(os.Signal) { t.kill() }

func (t tree) terminate() { t.kill() }

func (t tree) kill() {
	if t.job == 0 || windows.TerminateJobObject(t.job, 1) != nil {
		_ = t.root.Kill()
	}
}

// close releases the job and ends its remaining processes.
func (t tree) close() {
	if t.job != 0 {
		_ = windows.CloseHandle(t.job)
	}
}

func exitCode(state *os.ProcessState) int { return state.ExitCode() }
