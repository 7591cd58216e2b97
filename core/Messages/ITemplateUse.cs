namespace Engagement.Messages;

/// <summary>Who sends a template: what is published must still be of use to them.</summary>
interface ITemplateUse
{
    /// <summary>Ids of the journeys in force that send it by e-mail.</summary>
    IEnumerable<string> Senders(string templateId);
}
