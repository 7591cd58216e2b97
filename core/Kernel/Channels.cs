namespace Engagement;

/// <summary>How a message leaves.</summary>
public static class Channels
{
    public const string Email = "email";
    public const string Webhook = "webhook";
}

/// <summary>Why a message is sent, which decides whose consent it needs.</summary>
public static class Purposes
{
    /// <summary>Part of the order itself: needs no consent.</summary>
    public const string Transactional = "transactional";

    /// <summary>Asks for an opinion: goes out unless it was declined.</summary>
    public const string Feedback = "feedback";

    /// <summary>Goes out only when it was agreed to.</summary>
    public const string Marketing = "marketing";
}
