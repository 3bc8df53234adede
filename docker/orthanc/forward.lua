-- Sends every SEG and SR of a stable study to Oligard, except what Oligard itself sent.
local PEER = 'OLIGARD'
local WANTED = { SEG = true, SR = true }

local function sender_of(instance)
  for _, name in ipairs(ParseJson(RestApiGet('/instances/' .. instance .. '/metadata'))) do
    if name == 'RemoteAET' then
      return RestApiGet('/instances/' .. instance .. '/metadata/RemoteAET')
    end
  end
  return ''
end

function OnStableStudy(study, tags, metadata, origin)
  for _, series in ipairs(ParseJson(RestApiGet('/studies/' .. study .. '/series'))) do
    if WANTED[series['MainDicomTags']['Modality']] then
      for _, instance in ipairs(series['Instances']) do
        if sender_of(instance) ~= PEER then
          SendToModality(instance, PEER)
        end
      end
    end
  end
end
