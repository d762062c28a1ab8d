package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

func (api *API) queues() rest.Resource[record.Queue] {
	return rest.Resource[record.Queue]{DB: api.DB, Kind: record.QueueKind, Key: "queues", Volatile: true}
}

func (api *API) queueRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/Queues"
	s := api.queues()
	list, fetch := s.View(api.WithSize)
	return []rest.Route{
		{Pattern: path, On: map[string]rest.Handler{http.MethodGet: list, http.MethodPost: api.createQueue}},
		{Pattern: path + "/{Sid}", On: map[string]rest.Handler{
			http.MethodGet: fetch, http.MethodPost: api.updateQueue, http.MethodDelete: s.Remove(api.checkEmpty),
		}},
		{Pattern: path + "/{QueueSid}/Members", On: map[string]rest.Handler{http.MethodGet: s.Nested("QueueSid", api.listMembers)}},
		{Pattern: path + "/{QueueSid}/Members/{CallSid}", On: map[string]rest.Handler{
			http.MethodGet: s.Nested("QueueSid", api.fetchMember), http.MethodPost: s.Nested("QueueSid", api.updateMember),
		}},
	}
}

func (api *API) createQueue(ctx context.Context, r *rest.Request) (rest.Response, error) {
	q := api.NewQueue(r.Account.Sid, "")
	if r.Form.Get("FriendlyName") == "" {
		return rest.Response{}, apierror.Invalid(apierror.BadParameter, "FriendlyName is required")
	}
	err := api.DB.Update(ctx, func(tx *store.Tx) error {
		if err := api.changeQueue(ctx, tx, r, &q); err != nil {
			return err
		}
		return record.Queues(tx).Insert(ctx, q.AccountSid, q.Sid, q)
	})
	if err != nil {
		return rest.Response{}, err
	}
	if api.Board != nil {
		api.Board.SetQueue(q)
	}
	return rest.Created(q)
}

func (api *API) updateQueue(ctx context.Context, r *rest.Request) (rest.Response, error) {
	if _, err := api.queues().Update(api.changeQueue)(ctx, r); err != nil {
		return rest.Response{}, err
	}
	if q, err := api.queues().Find(ctx, api.DB, r); err == nil && api.Board != nil {
		api.Board.SetQueue(q)
	}
	_, fetch := api.queues().View(api.WithSize)
	return fetch(ctx, r)
}

// changeQueue changes a queue as a form requests. UNSURE of 22003 for a name that is taken.
func (api *API) changeQueue(ctx context.Context, tx *store.Tx, r *rest.Request, q *record.Queue) error {
	if text := r.Form.Get("MaxSize"); text != "" {
		size, err := strconv.Atoi(text)
		if err != nil || size < 1 || size > record.LargestQueueSize {
			return apierror.Invalid(apierror.BadParameter, "MaxSize %q is not a number from 1 to %d", text, record.LargestQueueSize)
		}
		q.MaxSize = size
	}
	if name := r.Form.Get("FriendlyName"); name != "" {
		if _, err := rest.ReadName("FriendlyName", name); err != nil {
			return err
		}
		other, err := api.QueueByName(ctx, tx, q.AccountSid, name)
		if err == nil && other.Sid != q.Sid {
			return apierror.Invalid(22003, "A queue named %s already exists", name)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		q.FriendlyName = name
	}
	q.DateUpdated = record.FormatTime(api.Now())
	return nil
}

// checkEmpty rejects the deletion of a queue that has members. UNSURE of the code.
func (api *API) checkEmpty(ctx context.Context, tx *store.Tx, q *record.Queue) error {
	members, err := api.WaitingMembers(ctx, tx, q.Sid)
	if err == nil && len(members) > 0 {
		return apierror.Invalid(22003, "The queue %s is not empty", q.FriendlyName)
	}
	return err
}

func (api *API) listMembers(ctx context.Context, r *rest.Request) (rest.Response, error) {
	p, err := rest.ReadPage(r.Query)
	if err != nil {
		return rest.Response{}, err
	}
	members, err := api.WaitingMembers(ctx, api.DB, r.Arg("QueueSid"))
	if err != nil {
		return rest.Response{}, err
	}
	all := make([]json.RawMessage, len(members))
	for i, m := range members {
		if all[i], err = json.Marshal(m); err != nil {
			return rest.Response{}, err
		}
	}
	body, err := p.Envelope(r.Path, "queue_members", r.Query, p.FromAll(all))
	if err != nil {
		return rest.Response{}, err
	}
	return rest.Uncached(body)
}

func (api *API) fetchMember(ctx context.Context, r *rest.Request) (rest.Response, error) {
	m, err := api.memberOf(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.Uncached(m)
}

// memberOf returns a member by its call SID, or the next one for Front.
func (api *API) memberOf(ctx context.Context, r *rest.Request) (record.Member, error) {
	members, err := api.WaitingMembers(ctx, api.DB, r.Arg("QueueSid"))
	if err != nil {
		return record.Member{}, err
	}
	for _, m := range members {
		if asked := r.Arg("CallSid"); m.CallSid == asked || asked == "Front" {
			return m, nil
		}
	}
	return record.Member{}, apierror.NotFound(r.Path)
}
