namespace Engagement.Customers;

/// <summary>Which customers of a workspace a list is to have.</summary>
/// <param name="Search">Part of an id, name or e-mail; null for all.</param>
/// <param name="WaitForUnknown">Those alone with a journey that waits for something nobody knows.</param>
public readonly record struct CustomerFilter(string? Search, bool WaitForUnknown = false);
