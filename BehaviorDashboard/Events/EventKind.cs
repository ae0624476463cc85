namespace BehaviorDashboard.Events;

/// <summary>What an event is, as a closed set; the name that its source gave it is kept beside it. Stored as one byte: never renumber.</summary>
public enum EventKind : byte
{
    Other = 0,
    View = 1,
    ListView = 2,
    Search = 3,
    Wishlist = 4,
    CartAdd = 5,
    CartRemove = 6,
    Checkout = 7,

    /// <summary>One line of an order. An order is the set of its purchase events, named by <see cref="EventRow.Order"/>.</summary>
    Purchase = 8,
    Refund = 9,
    Cancel = 10,
    Review = 11,
    Support = 12,
    MessageSent = 13,
    MessageOpened = 14,
    MessageClicked = 15,
    Session = 16,
}
