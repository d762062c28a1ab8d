package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// recipe is a ```yaml block of a document. Its first line may say which file it is.
type recipe struct {
	document string
	line     int
	source   string
	content  any
}

// TestRecipesAreValid holds of every YAML in the documents that it is YAML, and of every twvoice line in a step of a CI server that
// it is one that twvoice understands.
func TestRecipesAreValid(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	env, lines := newcomer(t), 0
	for _, file := range files {
		for _, r := range recipes(t, file) {
			for _, step := range steps(r.content) {
				for line := range strings.Lines(step) {
					if line = strings.TrimSpace(line); strings.HasPrefix(line, "twvoice ") {
						lines++
						example{file: r.document, line: r.line, command: unpiped(line)}.understood(t, env)
					}
				}
			}
			switch {
			case strings.HasPrefix(r.source, "# .github/workflows/"):
				r.gitHub(t)
			case strings.HasPrefix(r.source, "# .gitlab-ci.yml"):
				r.gitLab(t)
			case strings.HasPrefix(r.source, "# twvoice.yaml"):
				r.settings(t, env)
			}
		}
	}
	if lines < 5 {
		t.Errorf("found %d twvoice lines in recipes: this test does not see them", lines)
	}
}

// recipes reads the blocks of a document.
func recipes(t *testing.T, file string) []recipe {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []recipe
	within, number := false, 0
	for line := range strings.Lines(string(data)) {
		number++
		switch {
		case strings.TrimSpace(line) == "```yaml":
			within = true
			all = append(all, recipe{document: filepath.Base(file), line: number + 1})
		case strings.HasPrefix(line, "```"):
			within = false
		case within:
			all[len(all)-1].source += line
		}
	}
	for i, r := range all {
		if err := yaml.Unmarshal([]byte(r.source), &all[i].content); err != nil {
			t.Errorf("%s:%d: no YAML: %v", r.document, r.line, err)
		}
	}
	return all
}

// steps is what a CI server would hand to a shell, wherever it stands.
func steps(content any) []string {
	var all []string
	switch c := content.(type) {
	case []any:
		for _, item := range c {
			all = append(all, steps(item)...)
		}
	case map[string]any:
		for key, value := range c {
			if slices.Contains([]string{"run", "script", "before_script", "after_script"}, key) {
				all = append(all, texts(value)...)
			} else {
				all = append(all, steps(value)...)
			}
		}
	}
	return all
}

func texts(value any) []string {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var all []string
	for _, item := range list {
		all = append(all, fmt.Sprint(item))
	}
	return all
}

// unpiped returns a line without the shell's parts: redirections and background jobs.
func unpiped(line string) string {
	end := regexp.MustCompile(`\s(2?>|\||&)`).FindStringIndex(line)
	if end == nil {
		return line
	}
	return line[:end[0]]
}

// settings holds that twvoice takes the file of a project as it stands.
func (r recipe) settings(t *testing.T, env []string) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "twvoice.yaml"), []byte(r.source), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("twvoice", "config")
	cmd.Dir, cmd.Env = folder, env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s:%d: twvoice does not take these settings: %s", r.document, r.line, out)
	}
}

// gitHub holds that the parts of a workflow are there which GitHub refuses it without, and that actions have a version.
func (r recipe) gitHub(t *testing.T) {
	action := regexp.MustCompile(`^[\w-]+/[\w-]+@v\d+$`)
	flow, _ := r.content.(map[string]any)
	jobs, _ := flow["jobs"].(map[string]any)
	if flow["on"] == nil || len(jobs) == 0 {
		t.Errorf("%s:%d: a workflow has on and jobs, and this one has %v", r.document, r.line, r.content)
	}
	for name, job := range jobs {
		j, _ := job.(map[string]any)
		list, _ := j["steps"].([]any)
		if j["runs-on"] == nil || len(list) == 0 {
			t.Errorf("%s:%d: the job %s has no runs-on, or no steps", r.document, r.line, name)
		}
		for i, step := range list {
			s, _ := step.(map[string]any)
			uses, _ := s["uses"].(string)
			if (s["run"] == nil) == (uses == "") || uses != "" && !action.MatchString(uses) {
				t.Errorf("%s:%d: step %d of %s neither runs a script nor uses an action of a version: %v", r.document, r.line, i+1, name, s)
			}
		}
	}
}

// gitLab holds that jobs have a script, and that a report which is shown is one that is written.
func (r recipe) gitLab(t *testing.T) {
	jobs, _ := r.content.(map[string]any)
	if len(jobs) == 0 {
		t.Errorf("%s:%d: it has no jobs", r.document, r.line)
	}
	for name, job := range jobs {
		j, _ := job.(map[string]any)
		script := strings.Join(steps(j), "\n")
		if script == "" {
			t.Errorf("%s:%d: the job %s has no script", r.document, r.line, name)
		}
		artifacts, _ := j["artifacts"].(map[string]any)
		reports, _ := artifacts["reports"].(map[string]any)
		if report, ok := reports["junit"]; ok && !strings.Contains(script, fmt.Sprint("--junit ", report)) {
			t.Errorf("%s:%d: the job %s shows %v, which nothing writes", r.document, r.line, name, report)
		}
	}
}
